// Walking everything that stands at some stages, shard by shard, in portions that can lie far apart in time.
//
// Thread: values; one.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "store/store.hpp"

namespace naadam::store {

// What is walked as one.
struct Lap {
  Kind kind;
  Stage stage;
};

// How far a walk has come; what is kept of one that is to survive its process.
struct WalkPlace {
  std::size_t lap = 0;  // index into the laps; their number: over
  std::uint16_t shard = 0;
  std::string after;
};

// As a fact keeps it: "lap shard after", the last in hexadecimal; and back, nullopt where it is none of a walk through
// `laps` laps and `shards` shards.
std::string walk_text(const WalkPlace& place);
std::optional<WalkPlace> walk_place(std::string_view text, std::size_t laps, std::uint16_t shards);

// The portion at `place`, which names one of the laps: at most a full call of records, in whole packs.
Walk portion_at(Store& store, std::span<const Lap> laps, const WalkPlace& place);

// Where the next portion begins once `portion` is done.
WalkPlace place_after(const WalkPlace& place, const Walk& portion, std::uint16_t shards);

}  // namespace naadam::store
