#include "csv_rows.hpp"

#include <fmt/format.h>

namespace naadam::domain {

core::Result<std::vector<CsvRow>> csv_rows(std::string_view text, std::string_view file_name) {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  if (text.starts_with(kMark)) text.remove_prefix(kMark.size());
  std::vector<CsvRow> rows;
  CsvRow row{1, {}};
  std::string cell;
  std::uint32_t line = 1;
  std::uint32_t quote_line = 0;  // 0 = not inside quotes
  const auto end_row = [&] {
    row.cells.push_back(std::move(cell));
    cell.clear();
    if (row.cells.size() > 1 || !row.cells.front().empty()) rows.push_back(std::move(row));
    row = CsvRow{line, {}};
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    line += c == '\n' ? 1 : 0;
    if (quote_line != 0) {
      if (c != '"') {
        cell.push_back(c);
      } else if (i + 1 < text.size() && text[i + 1] == '"') {
        cell.push_back(text[++i]);
      } else {
        quote_line = 0;
      }
    } else if (c == '"') {
      quote_line = line;
    } else if (c == ',') {
      row.cells.push_back(std::move(cell));
      cell.clear();
    } else if (c == '\n') {
      end_row();
    } else if (c != '\r') {
      cell.push_back(c);
    }
  }
  if (quote_line != 0) {
    return core::fail(core::ErrorKind::kInvalid, fmt::format("{} 第 {} 行：引号没有成对", file_name, quote_line),
                      "unterminated quote");
  }
  end_row();
  return rows;
}

}  // namespace naadam::domain
