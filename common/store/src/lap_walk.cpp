#include "store/lap_walk.hpp"

#include "core/limits.hpp"

namespace naadam::store {

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
