// What is left of a person's data where only recognising it again is needed. Pure.
#pragma once

#include <string>
#include <string_view>

namespace naadam::intake {

// The first character, then a star for each further one, at most two: 欧阳小华 -> 欧**. Empty stays empty.
std::string masked_name(std::string_view utf8);

// The last four characters of a number behind stars for the others; all stars where it has fewer than eight.
std::string masked_number(std::string_view number);

}  // namespace naadam::intake
