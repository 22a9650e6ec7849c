#include "cli/table.hpp"

#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>

namespace naadam::cli {

std::size_t cells_wide(std::string_view utf8) {
  const auto text = icu::UnicodeString::fromUTF8({utf8.data(), static_cast<std::int32_t>(utf8.size())});
  std::size_t cells = 0;
  for (std::int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1)) {
    const UChar32 character = text.char32At(at);
    if (u_getCombiningClass(character) != 0) continue;
    const auto width = static_cast<UEastAsianWidth>(u_getIntPropertyValue(character, UCHAR_EAST_ASIAN_WIDTH));
    cells += width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
  }
  return cells;
}

std::string Table::text(std::string_view indent) const {
  std::vector<std::size_t> widths(columns_.size(), 0);
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < columns_.size(); ++i) widths[i] = std::max(widths[i], cells_wide(row.at(i)));
  }
  std::string out;
  const auto end_line = [&] {
    while (out.ends_with(' ')) out.pop_back();
    out += '\n';
  };
  for (std::size_t line = 0; line < rows_.size(); ++line) {
    out += indent;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const std::string& cell = rows_[line][i];
      const std::size_t blanks = widths[i] - cells_wide(cell);
      if (columns_[i] == Align::kRight) out.append(blanks, ' ');
      out += cell;
      if (columns_[i] == Align::kLeft) out.append(blanks, ' ');
      out += "  ";
    }
    end_line();
    if (line > 0) continue;
    out += indent;
    for (const std::size_t width : widths) out.append(width, '-').append("  ");
    end_line();
  }
  return out;
}

}  // namespace naadam::cli
