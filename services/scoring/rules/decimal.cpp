#include "scoring/rules/decimal.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace naadam::scoring {
namespace {

constexpr std::int64_t power_of_ten(int n) { return n <= 0 ? 1 : 10 * power_of_ten(n - 1); }

bool all_digits(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::optional<Decimal> Decimal::parse(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const auto point = text.find('.');
  const std::string_view left = text.substr(0, point);
  std::string_view right = point == std::string_view::npos ? std::string_view{} : text.substr(point + 1);
  if ((left.empty() && right.empty()) || !all_digits(left) || !all_digits(right)) return std::nullopt;
  while (right.ends_with('0')) right.remove_suffix(1);
  if (right.size() > kPlaces) return std::nullopt;
  std::int64_t units = 0;
  for (const char digit : left) {
    units = units * 10 + (digit - '0');
    if (units > kMax) return std::nullopt;
  }
  for (std::size_t i = 0; i < kPlaces; ++i) units = units * 10 + (i < right.size() ? right[i] - '0' : 0);
  if (units > kMax * kOne) return std::nullopt;
  return Decimal(negative ? -units : units);
}

std::string Decimal::text() const {
  const std::uint64_t size = static_cast<std::uint64_t>(units_ < 0 ? -units_ : units_);
  std::string out = fmt::format("{}{}.{:06}", units_ < 0 ? "-" : "", size / kOne, size % kOne);
  while (out.ends_with('0')) out.pop_back();
  if (out.ends_with('.')) out.pop_back();
  return out;
}

Decimal Decimal::rounded(int places) const {
  const std::int64_t unit = power_of_ten(kPlaces - places);
  const std::int64_t half = unit / 2;
  const std::int64_t away = units_ < 0 ? units_ - half : units_ + half;
  return Decimal(away / unit * unit);
}

std::string Decimal::text(int places) const {
  const Decimal shown = rounded(places);
  const std::uint64_t size = static_cast<std::uint64_t>(shown.units_ < 0 ? -shown.units_ : shown.units_);
  std::string out = fmt::format("{}{}", shown.units_ < 0 ? "-" : "", size / kOne);
  if (places == 0) return out;
  return out + fmt::format(".{:0{}}", size % kOne / static_cast<std::uint64_t>(power_of_ten(kPlaces - places)), places);
}

}  // namespace naadam::scoring
