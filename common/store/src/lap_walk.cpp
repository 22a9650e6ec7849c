#include "store/lap_walk.hpp"

#include <charconv>

#include "core/id.hpp"
#include "core/limits.hpp"

namespace naadam::store {

std::string walk_text(const WalkPlace& place) {
  return std::to_string(place.lap) + ' ' + std::to_string(place.shard) + ' ' + core::to_hex(place.after);
}

std::optional<WalkPlace> walk_place(std::string_view text, std::size_t laps, std::uint16_t shards) {
  WalkPlace place;
  const char* at = text.data();
  const char* const end = at + text.size();
  const auto number = [&at, end](auto& value) {
    const auto [next, failed] = std::from_chars(at, end, value);
    at = next;
    return failed == std::errc{} && at != end && *at++ == ' ';
  };
  if (!number(place.lap) || !number(place.shard) || place.lap > laps || place.shard >= shards) return std::nullopt;
  for (; end - at >= 2; at += 2) {
    std::uint8_t byte = 0;
    if (std::from_chars(at, at + 2, byte, 16).ptr != at + 2) return std::nullopt;
    place.after.push_back(static_cast<char>(byte));
  }
  return at == end ? std::optional(std::move(place)) : std::nullopt;
}

Walk portion_at(Store& store, std::span<const Lap> laps, const WalkPlace& place) {
  Walk portion;
  portion.kind = laps[place.lap].kind;
  portion.stage = laps[place.lap].stage;
  portion.shard = place.shard;
  portion.room = static_cast<std::uint32_t>(core::limits::kCallItemsMax);
  portion.after = place.after;
  store.walk({&portion, 1});
  return portion;
}

WalkPlace place_after(const WalkPlace& place, const Walk& portion, std::uint16_t shards) {
  if (!portion.over) return {place.lap, place.shard, portion.after};
  if (place.shard + 1 < shards) return {place.lap, static_cast<std::uint16_t>(place.shard + 1), {}};
  return {place.lap + 1, 0, {}};
}

}  // namespace naadam::store
