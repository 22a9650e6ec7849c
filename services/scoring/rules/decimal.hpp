// A mark or a sum of marks 分数: a decimal number, exact from the cell it was typed in to the page it is printed on.
// No binary fraction comes near it.
//
// Range: -kMax..kMax, kPlaces digits after the point. Thread: a value.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace naadam::scoring {

class Decimal {
 public:
  static constexpr int kPlaces = 6;
  static constexpr std::int64_t kOne = 1'000'000;
  static constexpr std::int64_t kMax = 1'000'000'000;  // whole; a million sums of it fit

  constexpr Decimal() = default;
  static constexpr Decimal whole(std::int64_t n) { return Decimal(n * kOne); }
  // As stored: in millionths.
  static constexpr Decimal millionths(std::int64_t n) { return Decimal(n); }
  std::int64_t millionths() const { return units_; }

  // "87", "87.5", "-0.25", "87." and ".5"; digits and point of ASCII, no blanks, no exponent, no separators. Nothing
  // for anything else, for more than kPlaces digits after the point unless those beyond are zeros, and out of range.
  static std::optional<Decimal> parse(std::string_view text);

  // As short as it is exact: "87.5".
  std::string text() const;
  // With so many digits after the point, [0, kPlaces]; what is cut off counts up from one half (四舍五入), away from
  // zero.
  std::string text(int places) const;
  // The value that text(places) shows.
  Decimal rounded(int places) const;
  // Whether it is a multiple of `step`, which is positive.
  bool in_steps_of(Decimal step) const { return units_ % step.units_ == 0; }

  Decimal operator+(Decimal other) const { return Decimal(units_ + other.units_); }
  Decimal operator-(Decimal other) const { return Decimal(units_ - other.units_); }
  Decimal& operator+=(Decimal other) { return *this = *this + other; }
  auto operator<=>(const Decimal&) const = default;

 private:
  explicit constexpr Decimal(std::int64_t units) : units_(units) {}
  std::int64_t units_ = 0;  // of 10^-kPlaces
};

}  // namespace naadam::scoring
