// After the epoch rose (a promotion, a restore, a log cut short): walks everything that was told to another shard, in
// small portions beside the work, so that it can be told again, since what that shard had answered may be gone.
//
// How far it has come is a fact, so a crash repeats one portion. With several copies of a service each walks; the store
// lets one of them move a record. Without the fact nothing was ever lost: the present epoch is noted.
// Thread: the step loop's.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.hpp"
#include "core/result.hpp"
#include "runtime/step_loop.hpp"
#include "store/lap_walk.hpp"

namespace naadam::runtime {

// How far telling again has come, for whoever only looks.
struct Retold {
  // Laps of the walks that there are, by the facts that keep them.
  static constexpr std::size_t kEntriesLaps = 10;  // store::keys::kRetold, intake's
  static constexpr std::size_t kScoresLaps = 1;    // store::keys::kScoresRetold, scoring's
  static constexpr std::size_t kDrawsLaps = 1;     // store::keys::kDrawsRetold, scheduling's

  std::uint32_t epoch = 0;  // that is being told, or has been
  double share = 0;         // of all that is to be told, about: 0 to 1 (over)
};

// Of the walk through `laps` laps that keeps `fact`; nullopt where nobody ever began, and nothing was lost before.
// From the beginning where the fact cannot be read. Errors: the store's.
core::Result<std::optional<Retold>> load_retold(store::Store& store, std::string_view fact, std::size_t laps);

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
