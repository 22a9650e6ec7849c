// Mainland mobile numbers, the only ones that a message reaches: 1[3-9] and nine more digits.
//
// Segments are given out anew every year, so nothing deeper is tested. Personal data: every argument; nothing here
// keeps or prints one. Thread: any; pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace naadam::domain {

// Stored as domain::Reason = value + 109: never renumber. kNone is kMobileValid.
enum class MobileFault : std::uint8_t {
  kNone = 0,
  kEmpty = 1,
  kLength = 2,
  kSegment = 3,     // eleven digits that do not start with 13 to 19
  kLandline = 4,    // starts with 0, or 400 / 800 service numbers
  kForeign = 5,     // + and another country than 86
  kScientific = 6,  // 1.38E+10
  kCharacters = 7,
};

// Plain text without blanks, hyphens, brackets and dots between digits, and without +86, 0086 or 86 before eleven
// digits. A number shown as 1.38E+10 stays as it is, to be recognised.
std::string normal_mobile(std::string_view text);

// `number` as normal_mobile() gives it.
MobileFault check_mobile(std::string_view number);

}  // namespace naadam::domain
