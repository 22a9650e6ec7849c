#include "support/one_record.hpp"

#include <stdexcept>
#include <utility>

#include "core/bytes.hpp"

namespace naadam::support {
namespace {

// The fields that admit and apply share.
template <class Call>
Call call_of(store::Store& store, OneRecord record) {
  store::add_check(record.state, record.id.view(), record.rev, record.body);
  store::ColumnBuilder states(1), bodies(1);
  states.add(record.state);
  bodies.add(record.body);
  return Call{.kind = record.kind,
              .shard = core::shard_of(record.id, store.shards()),
              .to = record.stage,
              .wait = record.wait,
              .ids = std::string(record.id.view()),
              .revs = record.rev.bytes(),
              .states = states.finish(),
              .bodies = bodies.finish(),
              .answer = {}};
}

void must(const store::ItemAnswers& answer) {
  if (answer.outcome != store::Outcome::kDone) throw std::runtime_error("one record: " + answer.cause);
}

}  // namespace

core::Id made_id(std::uint64_t number) {
  std::string bytes;
  core::put_u64(bytes, number * 0x9e37'79b9'7f4a'7c15u);
  core::put_u64(bytes, number);
  return core::Id::from(bytes);
}

void admit(store::Store& store, OneRecord record) {
  auto call = call_of<store::Admit>(store, std::move(record));
  store.admit({&call, 1});
  must(call.answer);
  if (!call.answer.all(store::ItemAnswer::kDone)) throw std::runtime_error("one record: it is there");
}

store::ItemAnswer apply(store::Store& store, OneRecord record) {
  auto call = call_of<store::Apply>(store, std::move(record));
  store.apply({&call, 1});
  must(call.answer);
  return call.answer.item(0);
}

void replace(store::Store& store, store::Kind kind, const core::Id& id, std::string state) {
  const store::Record before = read(store, kind, id);
  const core::Rev rev = core::next_rev(before.rev, store.epoch(), state);
  store::add_check(state, id.view(), rev, "");
  store::ColumnBuilder states(1), bodies(1);
  states.add(state);
  bodies.add("");
  store::Advance call{.kind = kind,
                      .shard = core::shard_of(id, store.shards()),
                      .from = before.stage,
                      .to = before.stage,
                      .wait = store::kNeverDue,
                      .pack = {},
                      .ids = std::string(id.view()),
                      .expected = before.rev.bytes(),
                      .revs = rev.bytes(),
                      .states = states.finish(),
                      .replace_bodies = true,
                      .bodies = bodies.finish(),
                      .answer = {}};
  store.advance({&call, 1});
  must(call.answer);
  if (!call.answer.all(store::ItemAnswer::kDone)) throw std::runtime_error("one record: not replaced");
}

std::vector<store::Batch> take_due(store::Store& store, store::Kind kind, store::Stage stage, core::Millis lease) {
  store::Take call{.kind = kind, .stage = stage, .room = 10, .lease = lease, .answer = {}, .batches = {}};
  store.take({&call, 1});
  must(call.answer);
  return std::move(call.batches);
}

store::Record read(store::Store& store, store::Kind kind, const core::Id& id) {
  store::Read call{.kind = kind,
                   .shard = core::shard_of(id, store.shards()),
                   .ids = std::string(id.view()),
                   .answer = {},
                   .records = {}};
  store.read({&call, 1});
  must(call.answer);
  return std::move(call.records.at(0));
}

std::string state_of(const store::Record& record, const core::Id& id) {
  const auto checked = store::open_check(record.state, id.view(), record.rev, record.body);
  if (!checked.ok) throw std::runtime_error("one record: its check does not hold");
  return std::string(checked.state);
}

}  // namespace naadam::support
