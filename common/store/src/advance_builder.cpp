#include "store/advance_builder.hpp"

#include <utility>

namespace naadam::store {

AdvanceBuilder::AdvanceBuilder(const Batch& batch, Stage to, core::Millis wait)
    : call_{.kind = batch.kind,
            .shard = batch.shard,
            .from = batch.stage,
            .to = to,
            .wait = wait,
            .pack = batch.pack,
            .ids = {},
            .expected = {},
            .revs = {},
            .states = {},
            .bodies = {},
            .answer = {}},
      states_(batch.size()) {
  call_.ids.reserve(batch.ids.size());
  call_.expected.reserve(batch.revs.size());
  call_.revs.reserve(batch.revs.size());
}

void AdvanceBuilder::add(const Batch& batch, std::size_t i, std::string state, std::uint32_t epoch) {
  const core::Rev rev = core::next_rev(batch.rev(i), epoch, state);
  add_check(state, batch.id_bytes(i), rev, batch.body(i));
  call_.ids.append(batch.id_bytes(i));
  batch.rev(i).append_to(call_.expected);
  rev.append_to(call_.revs);
  states_.add(state);
}

Advance AdvanceBuilder::finish() {
  call_.states = states_.finish();
  return std::move(call_);
}

}  // namespace naadam::store
