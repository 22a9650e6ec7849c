#include "support/plain_records.hpp"

#include <stdexcept>

namespace naadam::support {

core::Id plain_id(std::uint8_t shard, std::uint32_t i) {
  core::Id id;
  id.bytes[7] = shard;
  id.bytes[12] = static_cast<std::uint8_t>(i >> 8);
  id.bytes[15] = static_cast<std::uint8_t>(i);
  return id;
}

store::Batch plain_batch(std::uint8_t shard, std::size_t count, std::uint32_t first) {
  store::Batch batch;
  batch.kind = store::Kind::kEntry;
  batch.stage = 1;
  batch.shard = shard;
  store::ColumnBuilder states(count), bodies(count);
  for (std::uint32_t i = first; i < first + count; ++i) {
    const core::Id id = plain_id(shard, i);
    const core::Rev rev{1, 1, i};
    const std::string body = "body " + std::to_string(i);
    std::string state = "state";
    store::add_check(state, id.view(), rev, body);
    batch.ids.append(id.view());
    batch.revs += rev.bytes();
    states.add(state);
    bodies.add(body);
  }
  batch.states = states.finish();
  batch.bodies = bodies.finish();
  return batch;
}

std::string admit(store::Store& store, const store::Batch& batch, core::Millis wait) {
  store::Admit call{.kind = batch.kind,
                    .shard = batch.shard,
                    .to = batch.stage,
                    .wait = wait,
                    .ids = batch.ids,
                    .revs = batch.revs,
                    .states = batch.states,
                    .bodies = batch.bodies,
                    .answer = {}};
  store.admit({&call, 1});
  if (!call.answer.all(store::ItemAnswer::kDone)) throw std::runtime_error("admit: " + call.answer.cause);
  return call.answer.pack;
}

void move_on(store::Store& store, const std::vector<store::Batch>& work) {
  std::vector<store::Advance> calls;
  for (const store::Batch& batch : work) {
    store::Advance& call = calls.emplace_back();
    call.kind = batch.kind;
    call.shard = batch.shard;
    call.from = batch.stage;
    call.to = 2;
    call.wait = store::kNeverDue;
    call.pack = batch.pack;
    call.ids = batch.ids;
    call.expected = batch.revs;
    store::ColumnBuilder states(batch.size());
    for (std::size_t i = 0; i < batch.size(); ++i) {
      std::string state =
          std::string(store::open_check(batch.state(i), batch.id_bytes(i), batch.rev(i), batch.body(i)).state) + "+";
      const core::Rev rev = core::next_rev(batch.rev(i), 1, state);
      store::add_check(state, batch.id_bytes(i), rev, batch.body(i));
      call.revs += rev.bytes();
      states.add(state);
    }
    call.states = states.finish();
  }
  store.advance(calls);
}

}  // namespace naadam::support
