#include "cli/sample/grid_file.hpp"

#include <fmt/format.h>
#include <unicode/ucnv.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <fstream>

namespace naadam::cli::sample {
namespace {

core::Status cannot_write(const std::filesystem::path& path, const char* cause) {
  return core::fail(core::ErrorKind::kUnavailable,
                    fmt::format("写不了文件 {}，请检查目录权限和磁盘空间", path.string()),
                    fmt::format("can't write {}: {}", path.string(), cause));
}

struct Formats {
  lxw_format *title, *headings, *date, *number;
};

Formats add_formats(lxw_workbook* book) {
  const Formats formats{workbook_add_format(book), workbook_add_format(book), workbook_add_format(book),
                        workbook_add_format(book)};
  format_set_bold(formats.title);
  format_set_font_size(formats.title, 16);
  format_set_align(formats.title, LXW_ALIGN_CENTER);
  format_set_bold(formats.headings);
  format_set_border(formats.headings, LXW_BORDER_THIN);
  format_set_align(formats.headings, LXW_ALIGN_CENTER);
  format_set_num_format(formats.date, "yyyy/m/d");
  format_set_num_format(formats.number, "General");
  return formats;
}

lxw_error write_cell(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, const Cell& cell, const Formats& formats,
                     lxw_format* look) {
  switch (cell.kind) {
    case Cell::Kind::kText:
      return cell.text.empty() ? LXW_NO_ERROR : worksheet_write_string(sheet, row, column, cell.text.c_str(), look);
    case Cell::Kind::kNumber:
      return worksheet_write_number(sheet, row, column, cell.number, formats.number);
    case Cell::Kind::kDate: {
      lxw_datetime date{cell.date.year, cell.date.month, cell.date.day, 0, 0, 0};
      return worksheet_write_datetime(sheet, row, column, &date, formats.date);
    }
  }
  return LXW_NO_ERROR;
}

lxw_error write_sheet(lxw_workbook* book, const GridSheet& from, const Formats& formats) {
  lxw_worksheet* sheet = workbook_add_worksheet(book, from.name.c_str());
  if (!sheet) return LXW_ERROR_SHEETNAME_ALREADY_USED;
  const auto last = static_cast<lxw_col_t>(std::max<std::size_t>(from.width, 1) - 1);
  lxw_error first_error = worksheet_set_column(sheet, 0, last, 14, nullptr);
  const auto note = [&](lxw_error error) {
    if (first_error == LXW_NO_ERROR) first_error = error;
  };
  if (from.hidden) worksheet_hide(sheet);
  for (const Line& line : from.lines) {
    const lxw_row_t row = line.number - 1;
    if (line.kind == LineKind::kTitle && last > 0) {
      note(worksheet_merge_range(sheet, row, 0, row, last, line.cells.at(0).text.c_str(), formats.title));
      continue;
    }
    lxw_format* look = line.kind == LineKind::kHeadings ? formats.headings : nullptr;
    for (std::size_t i = 0; i < line.cells.size(); ++i) {
      note(write_cell(sheet, row, static_cast<lxw_col_t>(i), line.cells[i], formats, look));
    }
  }
  return first_error;
}

core::Status write_xlsx(const Grid& grid, const std::filesystem::path& path) {
  lxw_workbook_options options{};
  options.constant_memory = grid.inline_strings ? LXW_TRUE : LXW_FALSE;
  lxw_workbook* book = workbook_new_opt(path.c_str(), &options);
  if (!book) return cannot_write(path, "the workbook could not be opened");
  // One moment for all, so that equal grids give equal bytes.
  lxw_doc_properties about{};
  about.created = 1'624'154'400;  // 2021-06-20 10:00 +08:00
  workbook_set_properties(book, &about);
  const Formats formats = add_formats(book);
  lxw_error error = LXW_NO_ERROR;
  for (const GridSheet& sheet : grid.sheets) error = std::max(error, write_sheet(book, sheet, formats));
  const lxw_error closed = workbook_close(book);
  if (error != LXW_NO_ERROR) {
    return core::fail(core::ErrorKind::kInternal, fmt::format("生成 {} 时出错", path.filename().string()),
                      fmt::format("{}: {}", path.filename().string(), lxw_strerror(error)));
  }
  if (closed != LXW_NO_ERROR) return cannot_write(path, lxw_strerror(closed));
  return {};
}

void append_quoted(std::string& out, std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
    out += text;
    return;
  }
  out += '"';
  for (const char c : text) out.append(c == '"' ? 2 : 1, c);
  out += '"';
}

std::string in_gb18030(const std::string& utf8) {
  UErrorCode code = U_ZERO_ERROR;
  std::string out(utf8.size() * 2 + 16, '\0');  // a character of two UTF-8 bytes may need four
  const std::int32_t size = ucnv_convert("GB18030", "UTF-8", out.data(), static_cast<std::int32_t>(out.size()),
                                         utf8.data(), static_cast<std::int32_t>(utf8.size()), &code);
  out.resize(U_SUCCESS(code) ? static_cast<std::size_t>(size) : 0);
  return out;
}

}  // namespace

std::string extension_of(Format format) { return format == Format::kXlsx ? ".xlsx" : ".csv"; }

std::string csv_bytes(const Grid& grid) {
  std::string out;
  std::uint32_t at = 1;
  for (const Line& line : grid.sheets.at(0).lines) {
    for (; at < line.number; ++at) out += "\r\n";
    for (std::size_t i = 0; i < line.cells.size(); ++i) {
      if (i > 0) out += ',';
      append_quoted(out, line.cells[i].text);
    }
    out += "\r\n";
    ++at;
  }
  if (grid.format == Format::kCsvGb18030) return in_gb18030(out);
  return grid.format == Format::kCsvUtf8Bom ? "\xEF\xBB\xBF" + out : out;
}

core::Status write_grid(const Grid& grid, const std::filesystem::path& path) {
  if (grid.format == Format::kXlsx) return write_xlsx(grid, path);
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << csv_bytes(grid);
  file.close();
  if (!file) return cannot_write(path, "the file could not be written");
  return {};
}

}  // namespace naadam::cli::sample
