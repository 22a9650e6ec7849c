// What spreadsheets do to long numbers, and the small character tests that number checks share. Private to domain.
#pragma once

#include <string>
#include <string_view>

namespace naadam::domain::damage {

inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
inline bool is_letter(char c) { return c >= 'A' && c <= 'Z'; }
inline bool are_digits(std::string_view s) { return s.find_first_not_of("0123456789") == std::string_view::npos; }

// 1.50102E+17, 1.5E17, 138E+8: digits, perhaps a point and digits, E, perhaps a plus, one or two digits.
bool is_scientific(std::string_view upper);

// plain_text() without blanks and hyphens, ASCII letters in upper case.
std::string compact_upper(std::string_view text);

}  // namespace naadam::domain::damage
