// After the epoch rose (a promotion, a restore, a log cut short): everything that was told to another shard is told
// again, since what that shard had answered may be gone.
//
// Shard by shard, in small portions beside the work, records of an older epoch go back to the stage that tells:
// entries reported or settled to judged, so their uploads get their marks, boards their places and their recipients the
// notice again; uploads judging or complete to stored, and forms filed to form, so their rows are filed again. The way
// from there is the ordinary one, and telling twice changes nothing: marks, places and notices keep the highest rev, a
// notice that tells the same decision stays as it is, a claim filed twice is one claim. Last the other side: places
// whose entries have forgotten them leave their boards. The rev an entry gets here is of the new epoch, and reporting
// keeps the epoch that stood before it told anybody. Every other step that takes an entry into a newer epoch owes its
// notice again (EntryState::owe_notices). So an entry of this epoch was told under it and is passed over.
//
// Thread: the step loop's.
#pragma once

#include <cstdint>

#include "runtime/epoch_walk.hpp"
#include "runtime/installation.hpp"
#include "runtime/metrics.hpp"
#include "runtime/step_loop.hpp"

namespace naadam::intake {

class Retelling {
 public:
  // `grace` as in runtime::EpochWalk.
  Retelling(store::Store& store, const core::Clock& clock, const runtime::Installation& installation,
            runtime::Metrics& metrics, core::Millis grace = runtime::EpochWalk::kGrace);

  void work_on(runtime::StepLoop& loop) { walk_.work_on(loop); }
  // As runtime::EpochWalk.
  bool step() { return walk_.step(); }

 private:
  bool tell(const store::Batch& batch, std::uint32_t epoch);
  bool send_back(const store::Batch& batch, std::uint32_t epoch);

  store::Store& store_;
  const runtime::Installation& installation_;
  runtime::Counter& sent_back_;
  runtime::EpochWalk walk_;
};

}  // namespace naadam::intake
