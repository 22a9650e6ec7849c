// Dates as spreadsheets keep them: days since an epoch, recognised only by the cell's number format.
//
// ECMA-376 part 1: 18.17.4 (serial dates), 18.8.30 (number formats). Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace naadam::sheet {

// kDate may carry a time as well; kTimeToSecond is a kTime that shows its seconds.
enum class NumberLook : std::uint8_t { kPlain, kDate, kTime, kTimeToSecond };

enum class DateSystem : std::uint8_t {
  k1900,  // 1 is 1900-01-01, and 60 is a 29 February 1900 that never was
  k1904,  // 0 is 1904-01-01
};

// The look of a built-in format id (those that mean a date in a zh-CN program included), or kPlain.
NumberLook built_in_look(std::uint32_t format_id);

// The look of a format code: "yyyy\"年\"m\"月\"" is a date, "[h]:mm" a time, "0.00E+00" neither.
NumberLook format_look(std::string_view code);

// "32904" -> "1990-01-31", "32904.5" -> "1990-01-31 12:00", 0.5 as a time -> "12:00", to the second "12:00:00". What is
// no number, or no day of the years 1900 to 9999, comes back as it is.
std::string serial_text(std::string_view number, NumberLook look, DateSystem system);

}  // namespace naadam::sheet
