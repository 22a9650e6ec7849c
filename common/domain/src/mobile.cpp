#include "domain/mobile.hpp"

#include "damage.hpp"

namespace naadam::domain {
namespace {

constexpr std::size_t kMobileDigits = 11;

std::string_view without_country(std::string_view s) {
  for (const std::string_view prefix : {"+86", "0086", "86"}) {
    if (s.starts_with(prefix) && s.size() == prefix.size() + kMobileDigits) return s.substr(prefix.size());
  }
  return s;
}

}  // namespace

std::string normal_mobile(std::string_view text) {
  std::string out = damage::compact_upper(text);
  if (out.ends_with(".0") && damage::are_digits(std::string_view(out).substr(0, out.size() - 2)))
    out.resize(out.size() - 2);
  if (!damage::is_scientific(out))
    std::erase_if(out, [](char c) { return c == '(' || c == ')' || c == '.' || c == '\''; });
  return std::string(without_country(out));
}

MobileFault check_mobile(std::string_view number) {
  if (number.empty()) return MobileFault::kEmpty;
  if (damage::is_scientific(number)) return MobileFault::kScientific;
  if (number.front() == '+') {
    return number.starts_with("+86") ? MobileFault::kLength : MobileFault::kForeign;
  }
  if (!damage::are_digits(number)) return MobileFault::kCharacters;
  const bool service_number = number.size() == 10 && (number.starts_with("400") || number.starts_with("800"));
  if (number.front() == '0' || service_number) return MobileFault::kLandline;
  if (number.size() != kMobileDigits) return MobileFault::kLength;
  return number[0] == '1' && number[1] >= '3' ? MobileFault::kNone : MobileFault::kSegment;
}

}  // namespace naadam::domain
