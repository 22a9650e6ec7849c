#include "runtime/rejudged.hpp"

#include <algorithm>

#include "store/keys.hpp"

namespace naadam::runtime {

double Rejudged::share(std::string_view in_force, std::uint16_t shards) const {
  if (version != in_force) return 0;
  // Nearly all entries are settled, so the last lap is the whole of it.
  if (walk.lap + 1 < kLaps) return 0;
  return walk.lap == kLaps ? 1 : static_cast<double>(walk.shard) / std::max<double>(1, shards);
}

core::Result<Rejudged> load_rejudged(store::Store& store) {
  const auto fact = store.get_fact(store::keys::kRejudged);
  if (!fact) return tl::unexpected(fact.error());
  const std::string_view text = *fact ? std::string_view(**fact) : std::string_view();
  const std::size_t blank = text.find(' ');
  if (blank == std::string_view::npos) return Rejudged{};
  auto walk = store::walk_place(text.substr(blank + 1), Rejudged::kLaps, store.shards());
  if (!walk) return Rejudged{};
  return Rejudged{std::string(text.substr(0, blank)), std::move(*walk)};
}

core::Status save_rejudged(store::Store& store, const Rejudged& rejudged) {
  return store.put_fact(store::keys::kRejudged, rejudged.version + ' ' + store::walk_text(rejudged.walk));
}

}  // namespace naadam::runtime
