#include "link/refusals.hpp"

namespace naadam::link {
namespace {

constexpr core::Millis kQuietMs = 10'000;

}  // namespace

std::string_view name_of(RefusedFor why) {
  static constexpr std::array<std::string_view, kRefusedFors> kNames = {
      "stranger", "role",      "revoked",   "no_list",  "no_gate",
      "bad_key",  "mechanism", "handshake", "not_ours", "oversized"};
  return kNames.at(static_cast<std::size_t>(why));
}

Refusals::Refusals(std::function<void(const Refused&)> told, const core::Clock& clock)
    : told_(std::move(told)), clock_(clock) {}

Refusals::~Refusals() {
  for (auto& [key, series] : series_) {
    if (series.untold > 0) tell_rest(series, 0);
  }
}

void Refusals::add(Refused refused) {
  const std::lock_guard lock(mutex_);
  ++counts_.at(static_cast<std::size_t>(refused.why));
  const core::Millis now = clock_.steady_ms();
  const auto [found, first] = series_.try_emplace({refused.why, refused.role});
  auto& series = found->second;
  series.last = std::move(refused);
  if (first || now - series.told_at >= kQuietMs) {
    tell(series, now);
  } else {
    ++series.untold;
  }
}

void Refusals::tick() {
  const std::lock_guard lock(mutex_);
  const core::Millis now = clock_.steady_ms();
  for (auto& [key, series] : series_) {
    if (series.untold > 0 && now - series.told_at >= kQuietMs) tell_rest(series, now);
  }
}

std::uint64_t Refusals::count(RefusedFor why) const {
  const std::lock_guard lock(mutex_);
  return counts_.at(static_cast<std::size_t>(why));
}

void Refusals::tell_rest(Series& series, core::Millis now) {
  --series.untold;  // the line itself stands for one
  tell(series, now);
}

void Refusals::tell(Series& series, core::Millis now) {
  series.last.repeated = series.untold;
  series.untold = 0;
  series.told_at = now;
  if (told_) told_(series.last);
}

}  // namespace naadam::link
