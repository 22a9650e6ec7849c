#include "portal/rules/rates.hpp"

#include <algorithm>
#include <iterator>

namespace naadam::portal {
namespace {

constexpr double kMinuteMs = 60'000;
constexpr core::Millis kLookPeriodMs = 1'000;
constexpr std::size_t kAddressBytesMax = 45;  // of an IPv6 address in text
constexpr std::string_view kShared = "*";     // of newcomers for whom there is no bucket

}  // namespace

std::string client_of(std::string_view forwarded_for) {
  std::string_view last = forwarded_for.substr(forwarded_for.rfind(',') + 1);
  while (last.starts_with(' ')) last.remove_prefix(1);
  while (last.ends_with(' ')) last.remove_suffix(1);
  const bool is_address =
      last.size() <= kAddressBytesMax && last.find_first_not_of("0123456789abcdefABCDEF.:") == std::string_view::npos;
  return is_address ? std::string(last) : std::string();
}

void Rates::refill(Bucket& bucket, core::Millis now) const {
  const auto passed = static_cast<double>(std::max<core::Millis>(now - bucket.at, 0));
  bucket.points = std::min<double>(per_minute_, bucket.points + passed * per_minute_ / kMinuteMs);
  bucket.at = now;
}

void Rates::forget_full(core::Millis now) {
  if (now < look_at_) return;
  look_at_ = now + kLookPeriodMs;
  for (auto it = buckets_.begin(); it != buckets_.end();) {
    refill(it->second, now);
    it = it->second.points >= per_minute_ ? buckets_.erase(it) : std::next(it);
  }
}

bool Rates::allow(std::string_view client, std::uint32_t points, core::Millis now) {
  auto it = buckets_.find(std::string(client));
  if (it == buckets_.end()) {
    if (buckets_.size() >= clients_max_) forget_full(now);
    const std::string_view name = buckets_.size() < clients_max_ ? client : kShared;
    it = buckets_.try_emplace(std::string(name), Bucket{static_cast<double>(per_minute_), now}).first;
  }
  Bucket& bucket = it->second;
  refill(bucket, now);
  if (bucket.points < points) return false;
  bucket.points -= points;
  return true;
}

}  // namespace naadam::portal
