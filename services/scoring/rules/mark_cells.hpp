// What one cell of a mark sheet says: a work number, a mark, a time, whether somebody competed.
//
// Marks go from the cell's text to a Decimal by their digits alone. Excel keeps a typed 4.35 as 4.3499999999999996 in
// its files, and 0.05 as 5.0000000000000003E-2: both show as they were typed, since Excel shows 15 significant digits.
// So a workbook's number of more than 15 digits is taken as Excel shows it, rounded half up in decimal; `rounded` says
// so. In CSV a cell is what it says. Pure; any thread. No personal data.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "scoring/rules/ranking.hpp"

namespace naadam::scoring {

// As wire::start_number() has it where it is a heat and a station in any spelling ("2-5", "２－０５"), else the cell
// without blanks around it. A date that a spreadsheet made of it ("2021-02-05" of "2-05") stays one, see
// number_of_date().
std::string number_in(std::string_view cell);
// "2-05" of "2021-02-05"; nothing for any other text.
std::optional<std::string> number_of_date(std::string_view cell);

enum class MarkDefect : std::uint8_t { kNone, kNotANumber, kTooPrecise, kTooLarge };
struct MarkCell {
  MarkDefect defect = MarkDefect::kNone;
  Decimal mark;
  bool rounded = false;
};
// `cell` is not empty.
MarkCell mark_in(std::string_view cell, bool from_workbook);

// "51:23", "0:51:23", "3083"; nothing for anything else, and for more than kSecondsMax.
inline constexpr std::uint32_t kSecondsMax = 100 * 3'600 - 1;
std::optional<std::uint32_t> seconds_in(std::string_view cell);

// 缺考, 弃权, 取消资格, 退赛 and their like; empty: competed. Nothing for a word that is not known.
std::optional<Presence> presence_in(std::string_view cell);

}  // namespace naadam::scoring
