// From a published draw to the entries: each gets its seat; those of its contests that have another one, from a draw
// that was replaced or that the store has forgotten, lose it. Who went to a contest of another draw is that draw's. And
// to scoring, which gets each contest's start list. Drives the draw published -> told, which it becomes when scoring
// and every entry have heard.
//
// After the epoch rose draws are told again, as an entry that was set back may have forgotten its seat, and scoring a
// list; both keep what the draw's highest rev says, so telling twice changes nothing. And told draws are looked at in
// turn, for who came back to a contest after it was drawn. Thread: the step loop's.
#pragma once

#include "core/clock.hpp"
#include "runtime/epoch_walk.hpp"
#include "runtime/installation.hpp"
#include "runtime/metrics.hpp"
#include "runtime/patrol.hpp"
#include "runtime/step_loop.hpp"
#include "scheduling/rules/draw_book.hpp"
#include "scheduling/start_list_telling.hpp"
#include "store/lap_walk.hpp"
#include "store/store.hpp"

namespace naadam::scheduling {

class SeatTelling final : public runtime::StageHandler {
 public:
  // What stands in `installation` may be replaced between two steps.
  SeatTelling(store::Store& store, const runtime::Installation& installation, const core::Clock& clock,
              runtime::Metrics& metrics);

  // Begins on `loop`, which must not step any more when this has gone.
  void work_on(runtime::StepLoop& loop);

  Spec spec() const override;
  void handle(std::vector<store::Batch>& work) override;

 private:
  // False where some entry is not there now.
  bool tell(const store::Batch& batch, std::size_t i);
  // The entries of a draw that was published under `rev`; the same promise.
  bool seat(const DrawBook& book, const std::vector<DrawBook>& past, const core::Rev& rev, const core::Id& draw);
  // A portion of the told draws: start lists that were never told, as by a program that knew of none, are told. Once
  // after the start. Whether there is more.
  bool mend_some();

  store::Store& store_;
  const runtime::Installation& installation_;
  StartListTelling lists_;
  runtime::Counter& seats_;
  runtime::EpochWalk again_;
  runtime::Patrol come_back_;
  store::WalkPlace mending_;
};

}  // namespace naadam::scheduling
