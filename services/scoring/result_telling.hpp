// From published results and nominations to the entries: each gets its rank, or its place in the finals; those that had
// one and have none any more lose it, be it one of a publication that the store has forgotten. Who went to another
// delegation is that one's. Drives the record published -> told, which it becomes when every entry has heard.
//
// After the epoch rose all are told again, as an entry that was set back may have forgotten; an entry keeps what the
// record's highest rev says, so telling twice or late changes nothing, and its person hears of it only where it is
// something else than before. And told records are looked at in turn, for who came back to a contest after it was told.
// Thread: the step loop's.
#pragma once

#include "core/clock.hpp"
#include "runtime/epoch_walk.hpp"
#include "runtime/installation.hpp"
#include "runtime/metrics.hpp"
#include "runtime/patrol.hpp"
#include "runtime/step_loop.hpp"
#include "store/store.hpp"

namespace naadam::scoring {

class ResultTelling final : public runtime::StageHandler {
 public:
  // What stands in `installation` may be replaced between two steps.
  ResultTelling(store::Store& store, const runtime::Installation& installation, const core::Clock& clock,
                runtime::Metrics& metrics);

  // Begins on `loop`, which must not step any more when this has gone.
  void work_on(runtime::StepLoop& loop);

  Spec spec() const override;
  void handle(std::vector<store::Batch>& work) override;

 private:
  // Record `i`, which was published under `rev`. False where some entry is not there now.
  bool tell(const store::Batch& batch, std::size_t i, const core::Rev& rev);

  store::Store& store_;
  const runtime::Installation& installation_;
  runtime::Counter& told_;
  runtime::EpochWalk again_;
  runtime::Patrol come_back_;
};

}  // namespace naadam::scoring
