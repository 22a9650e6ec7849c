// After the epoch rose (a promotion, a restore, a log cut short): walks everything that was told to another shard, in
// small portions beside the work, so that it can be told again, since what that shard had answered may be gone.
//
// How far it has come is a fact, so a crash repeats one portion. With several copies of a service each walks; the store
// lets one of them move a record. Without the fact nothing was ever lost: the present epoch is noted.
// Thread: the step loop's.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "core/clock.hpp"
#include "runtime/step_loop.hpp"
#include "store/lap_walk.hpp"

namespace naadam::runtime {

class EpochWalk {
 public:
  // Sees to one batch in the epoch that is told; false: not now, the portion is walked again.
  using Teller = std::function<bool(const store::Batch& batch, std::uint32_t epoch)>;

  // `fact` names where its place is kept. `grace`: from hearing of an epoch to the first portion, ms. Longer than a
  // lease and a call's time-out, so that no step that told somebody before the loss is still to be written under the
  // old epoch behind our back.
  static constexpr core::Millis kGrace = 10'000;
  EpochWalk(store::Store& store, const core::Clock& clock, std::string fact, std::vector<store::Lap> laps,
            Teller teller, core::Millis grace = kGrace);

  // Begins on `loop`, which must not step any more when this has gone.
  void work_on(StepLoop& loop);

  // One portion. True when everything of the present epoch is told, as far as this has heard.
  bool step();

 private:
  struct Place {
    std::uint32_t epoch = 0;  // that is being told, or has been
    store::WalkPlace walk;    // through the laps
  };
  bool load();
  bool save(const Place& place);

  store::Store& store_;
  const core::Clock& clock_;
  std::string fact_;
  std::vector<store::Lap> laps_;
  Teller teller_;
  core::Millis grace_;
  bool loaded_ = false;
  Place place_;
  std::uint32_t heard_ = 0;  // the epoch whose grace runs
  core::Millis begin_at_ = 0;
};

}  // namespace naadam::runtime
