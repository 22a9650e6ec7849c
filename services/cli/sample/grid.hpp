// A file before it has a format: sheets of numbered lines of typed cells. A workbook keeps the types, a CSV file
// keeps only the texts.
//
// Thread: values. Personal data: invented only.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "domain/calendar.hpp"

namespace naadam::cli::sample {

struct Cell {
  enum class Kind : std::uint8_t { kText, kNumber, kDate };

  Kind kind = Kind::kText;
  std::string text;  // of a number or date: what Excel would show, which is what a CSV holds; empty: an empty cell
  double number = 0;
  domain::Date date;

  static Cell of(std::string text) { return {Kind::kText, std::move(text), 0, {}}; }
  static Cell of_number(double number, std::string shown) { return {Kind::kNumber, std::move(shown), number, {}}; }
  static Cell of_date(domain::Date date, std::string shown) { return {Kind::kDate, std::move(shown), 0, date}; }
};

enum class LineKind : std::uint8_t { kPlain, kTitle, kHeadings };  // a title is merged over the table's width

struct Line {
  std::uint32_t number = 0;  // the sheet's own, from 1, ascending; numbers left out are blank rows
  LineKind kind = LineKind::kPlain;
  std::vector<Cell> cells;
};

struct GridSheet {
  std::string name;  // empty in CSV
  bool hidden = false;
  std::size_t width = 0;
  std::vector<Line> lines;
};

enum class Format : std::uint8_t { kXlsx, kCsvUtf8Bom, kCsvUtf8, kCsvGb18030 };

struct Grid {
  Format format = Format::kXlsx;
  bool inline_strings = false;  // XLSX: texts in the sheet itself instead of a shared table
  std::vector<GridSheet> sheets;
};

}  // namespace naadam::cli::sample
