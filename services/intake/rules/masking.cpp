#include "intake/rules/masking.hpp"

#include <algorithm>

namespace naadam::intake {
namespace {

constexpr std::size_t kShown = 4;
constexpr std::size_t kShortest = 8;  // shorter than this the last four would be half of it
constexpr std::size_t kStarsMax = 2;

bool begins_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }

}  // namespace

std::string masked_name(std::string_view utf8) {
  if (utf8.empty()) return {};
  std::size_t first = 1;
  while (first < utf8.size() && !begins_character(utf8[first])) ++first;
  const auto further = std::count_if(utf8.begin() + static_cast<std::ptrdiff_t>(first), utf8.end(), begins_character);
  return std::string(utf8.substr(0, first)) + std::string(std::min(static_cast<std::size_t>(further), kStarsMax), '*');
}

std::string masked_number(std::string_view number) {
  if (number.size() < kShortest) return std::string(number.size(), '*');
  return std::string(number.size() - kShown, '*') + std::string(number.substr(number.size() - kShown));
}

}  // namespace naadam::intake
