// Region codes (GB/T 2260): which provinces there are, and what a six-digit code says about a league or city.
//
// Codes in documents are those of the day they were made; this region's leagues that became cities left five retired
// prefixes behind (1521 1523 1526 1527 1528, and 1524 before them). Codes are hints *for* a person, never grounds
// against one: delegations follow where a person works, studies or lives. Thread: any; pure.
#pragma once

#include <string_view>

namespace naadam::domain {

inline constexpr std::string_view kThisProvince = "15";

// Two digits of a province, municipality, region, or 71, 81, 82 and 83 (Taiwan's residence permits).
bool is_province(std::string_view two_digits);

// The current six-digit code of the league or city that `code6` (current or retired) lies in: 152727 -> 150600.
// 150781, 152102 -> 150781 (满洲里); 152501 -> 152501 (二连浩特). Empty for 150000, other provinces and unknown codes.
std::string_view prefecture_of(std::string_view code6);

// Whether text (an address, plain) names a province other than this one at its start: 河北省…, 北京市….
bool names_other_province(std::string_view address);

// Whether a three-digit ISO 3166 number is given to a country.
bool is_country_number(std::string_view three_digits);

}  // namespace naadam::domain
