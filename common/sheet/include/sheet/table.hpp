// What a spreadsheet is to us: sheets of numbered rows of text cells, seen once, in order, and never held whole.
//
// A reader (reader.hpp, sandbox.hpp) pushes into a RowSink: sheet(), its rows in ascending order, the next sheet().
// Every cell is UTF-8 text as the file holds it: a date-formatted number is ISO ("1990-01-31", with " 08:30" when
// it has a time), any other number keeps its digits or its exponent ("1.50102199001011E+17"), a Boolean is TRUE or
// FALSE, a formula is its stored result. Nothing is trimmed or made plain here.
//
// Thread: a sink is called on the thread that called read(). Personal data: every cell; a sheet's name may be too.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/result.hpp"

namespace naadam::sheet {

struct SheetInfo {
  std::uint32_t index = 0;  // from 0, in the order of the workbook's tabs; hidden ones count
  std::string name;         // the tab's name; empty for CSV
  bool hidden = false;      // its rows are not read

  bool operator==(const SheetInfo&) const = default;
};

// One row. Views live until the sink returns. Cells run from column A to the last one that is not empty; a row
// without any text is never shown.
struct RowView {
  std::uint32_t number = 0;  // the sheet's own, from 1: what the officer sees beside the row
  std::span<const std::string_view> cells;

  std::string_view cell(std::size_t column) const { return column < cells.size() ? cells[column] : std::string_view{}; }
};

// Returning an error stops the reading, which then returns that error unchanged (Defect::kStopped).
class RowSink {
 public:
  RowSink() = default;
  RowSink(const RowSink&) = delete;
  RowSink& operator=(const RowSink&) = delete;
  virtual ~RowSink() = default;

  virtual core::Status sheet(const SheetInfo& info) = 0;
  virtual core::Status row(const RowView& row) = 0;
};

// "A" for 0, "Z" for 25, "AA" for 26: how texts name a column to a person.
std::string column_letters(std::size_t column);

}  // namespace naadam::sheet
