// After the epoch rose (a promotion, a restore, a log cut short): everything that was told to another shard is told
// again, since what that shard had answered may be gone.
//
// Shard by shard, in small portions beside the work, records of an older epoch go back to the stage that tells:
// entries reported or settled to judged, so their uploads get their marks, boards their places and their recipients the
// notice again; uploads judging or complete to stored, so their rows are filed again. The way from there is the
// ordinary one, and telling twice changes nothing: marks, places and notices keep the highest rev, a notice that tells
// the same decision stays as it is, a claim filed twice is one claim. Last the other side: places whose entries have
// forgotten them leave their boards. The rev an entry gets here is of the new epoch, and reporting keeps the epoch that
// stood before it told anybody. Every other step that takes an entry into a newer epoch owes its notice again
// (EntryState::owe_notice). So an entry of this epoch was told under it and is passed over.
//
// How far it has come is the fact `retold`, so a crash repeats one portion. With several copies of intake each walks;
// the store lets one of them move a record. Without the fact nothing was ever lost: the present epoch is noted.
// Thread: the step loop's.
#pragma once

#include <cstdint>
#include <string>

#include "runtime/installation.hpp"
#include "runtime/metrics.hpp"
#include "runtime/step_loop.hpp"
#include "store/lap_walk.hpp"

namespace naadam::intake {

class Retelling {
 public:
  // `grace`: from hearing of an epoch to the first portion, ms. Longer than a lease and a call's time-out, so that no
  // step that told somebody before the loss is still to be written under the old epoch behind our back.
  Retelling(store::Store& store, const core::Clock& clock, const runtime::Installation& installation,
            runtime::Metrics& metrics, core::Millis grace = 10'000);

  // Begins on `loop`, which must not step any more when this has gone.
  void work_on(runtime::StepLoop& loop);

  // One portion. True when everything of the present epoch is told, as far as this has heard.
  bool step();

 private:
  struct Place {
    std::uint32_t epoch = 0;  // that is being told, or has been
    store::WalkPlace walk;    // through kLaps
  };
  bool load();
  bool save(const Place& place);
  bool send_back(const store::Batch& batch);

  store::Store& store_;
  const core::Clock& clock_;
  const runtime::Installation& installation_;
  core::Millis grace_;
  bool loaded_ = false;
  Place place_;
  std::uint32_t heard_ = 0;  // the epoch whose grace runs
  core::Millis begin_at_ = 0;
  runtime::Counter& sent_back_;
};

}  // namespace naadam::intake
