// How far judging again by the edition in force has come: the fact `rejudged`, written by intake (intake/rejudging.hpp)
// and read by whoever shows it.
//
// Thread: values; one.
#pragma once

#include <string>
#include <string_view>

#include "core/result.hpp"
#include "store/lap_walk.hpp"

namespace naadam::runtime {

struct Rejudged {
  static constexpr std::size_t kLaps = 2;  // entries reported, entries settled

  std::string version;    // of the edition that is being judged by, or has been; empty: by none yet
  store::WalkPlace walk;  // through the laps

  // Whether no verdict of another version than `in_force` is left.
  bool over(std::string_view in_force) const { return version == in_force && walk.lap == kLaps; }
  // What part of all entries was looked at for `in_force`, about: 0 (not begun) to 1 (over).
  double share(std::string_view in_force, std::uint16_t shards) const;
};

// Nothing yet where the fact is absent or cannot be read. Errors: the store's.
core::Result<Rejudged> load_rejudged(store::Store& store);
core::Status save_rejudged(store::Store& store, const Rejudged& rejudged);

}  // namespace naadam::runtime
