// What a call created, as a batch: for the next step, which need not take it from the store then. Its columns are moved
// out of the call.
//
// Thread: any.
#pragma once

#include <utility>

#include "store/store.hpp"

namespace naadam::intake {

// `call` is done, and all of it was new.
inline store::Batch admitted(store::Admit& call) {
  return {.kind = call.kind,
          .stage = call.to,
          .shard = call.shard,
          .pack = call.answer.pack,
          .attempts = 0,
          .ids = std::move(call.ids),
          .revs = std::move(call.revs),
          .states = std::move(call.states),
          .bodies = std::move(call.bodies)};
}

}  // namespace naadam::intake
