// Region codes (GB/T 2260): which provinces there are, and which countries.
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

// Whether an address (plain text) names another province at its start: 河北省…, 北京朝阳区…; not 北京路12号, a street.
bool names_other_province(std::string_view address);

// Whether a three-digit ISO 3166 number is given to a country.
bool is_country_number(std::string_view three_digits);

}  // namespace naadam::domain
