// How far judging again by the edition in force has come. Two facts, each with one kind of writer: `rejudge` counts how
// often it was asked for (by who publishes), `rejudged` says for which of these and how far (intake/rejudging.hpp).
//
// The count tells apart what the version cannot: a version that comes into force once more after another one.
// Thread: values; one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/result.hpp"
#include "store/lap_walk.hpp"

namespace naadam::runtime {

struct Rejudged {
  static constexpr std::size_t kLaps = 3;  // entries judged, reported, settled

  std::string version;        // of the edition that is being judged by, or has been; empty: by none yet
  std::uint64_t request = 0;  // asked_to_rejudge() when it began
  store::WalkPlace walk;      // through the laps

  // Whether this is of the version in force, and of what was asked last.
  bool is_of(std::string_view in_force, std::uint64_t asked) const { return version == in_force && request == asked; }
  // Whether no verdict of another version is left.
  bool over() const { return walk.lap == kLaps; }
  // What part of all entries was looked at, about: 0 to 1 (over).
  double share(std::uint16_t shards) const;
};

// nullopt where nobody has begun yet; from the beginning where the fact cannot be read. Errors: the store's.
core::Result<std::optional<Rejudged>> load_rejudged(store::Store& store);
core::Status save_rejudged(store::Store& store, const Rejudged& rejudged);

// How often it was asked for so far.
core::Result<std::uint64_t> asked_to_rejudge(store::Store& store);
// Asks for it: after another edition was published, or where entries came back that nobody met, as those set aside.
core::Status ask_to_rejudge(store::Store& store);

}  // namespace naadam::runtime
