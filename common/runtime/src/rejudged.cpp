#include "runtime/rejudged.hpp"

#include <algorithm>
#include <charconv>

#include "store/keys.hpp"

namespace naadam::runtime {

double Rejudged::share(std::uint16_t shards) const {
  // Nearly all entries are settled, so the last lap is the whole of it.
  if (walk.lap + 1 < kLaps) return 0;
  return over() ? 1 : static_cast<double>(walk.shard) / std::max<double>(1, shards);
}

// "version request", then the walk_text().
core::Result<std::optional<Rejudged>> load_rejudged(store::Store& store) {
  const auto fact = store.get_fact(store::keys::kRejudged);
  if (!fact) return tl::unexpected(fact.error());
  if (!*fact) return std::nullopt;
  const std::string_view text = **fact;
  const std::size_t first = text.find(' ');
  const std::size_t second = first == std::string_view::npos ? first : text.find(' ', first + 1);
  if (second == std::string_view::npos) return Rejudged{};
  Rejudged read;
  read.version = text.substr(0, first);
  const auto number = std::from_chars(text.data() + first + 1, text.data() + second, read.request);
  auto walk = store::walk_place(text.substr(second + 1), Rejudged::kLaps, store.shards());
  if (number.ec != std::errc{} || number.ptr != text.data() + second || !walk) return Rejudged{};
  read.walk = std::move(*walk);
  return read;
}

core::Status save_rejudged(store::Store& store, const Rejudged& rejudged) {
  return store.put_fact(store::keys::kRejudged, rejudged.version + ' ' + std::to_string(rejudged.request) + ' ' +
                                                    store::walk_text(rejudged.walk));
}

core::Result<std::uint64_t> asked_to_rejudge(store::Store& store) {
  const auto fact = store.get_fact(store::keys::kRejudge);
  if (!fact) return tl::unexpected(fact.error());
  std::uint64_t asked = 0;
  if (*fact) std::from_chars((*fact)->data(), (*fact)->data() + (*fact)->size(), asked);
  return asked;
}

core::Status ask_to_rejudge(store::Store& store) {
  const auto asked = asked_to_rejudge(store);
  if (!asked) return tl::unexpected(asked.error());
  return store.put_fact(store::keys::kRejudge, std::to_string(*asked + 1));
}

}  // namespace naadam::runtime
