// Looks at everything that stands at a stage, again and again, ten records every half minute, beside the work: for
// what comes about without a message, as when an entry comes back to a contest whose result was told while it was
// elsewhere.
//
// Nothing of it is kept: after a start it begins at the first. Each copy of a service goes its own round.
// Thread: the step loop's.
#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include "runtime/step_loop.hpp"
#include "store/lap_walk.hpp"

namespace naadam::runtime {

class Patrol {
 public:
  static constexpr core::Millis kPeriod = 30'000;
  static constexpr std::size_t kAtOnce = 10;  // one may stand for the hundreds of entries of a contest

  // Sees to record `i` of a batch, whose check holds. May throw std::exception, whose text goes to the log: its turn
  // comes again.
  using Visitor = std::function<void(const store::Batch& batch, std::size_t i)>;

  Patrol(store::Store& store, store::Lap beat, Visitor visitor);

  // Begins on `loop` under `name`; it must not step any more when this has gone.
  void work_on(StepLoop& loop, std::string name);

 private:
  void step();
  void visit(const store::Batch& batch, std::size_t i);

  store::Store& store_;
  store::Lap beat_;
  Visitor visitor_;
  store::WalkPlace place_;  // of the portion
  std::size_t next_ = 0;    // record of it, as the batches have them
};

}  // namespace naadam::runtime
