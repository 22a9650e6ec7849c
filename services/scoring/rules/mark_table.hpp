// A mark sheet 评分表 as the file holds it: one table of texts, found by its headings, before anybody asks what it
// should hold.
//
// XLSX or CSV, read in the sandbox. The headings are the first row, among the first kTitleRowsMax with any text, that
// has a column of work numbers. Rows below without a number and without anything under another known heading are not
// contestants (sums, signatures): the reader of marks passes over them. Pure but for the child process; any thread.
// Personal data: a sheet may hold names, against its purpose; they stay in the columns that nobody reads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "sheet/sandbox.hpp"

namespace naadam::scoring {

inline constexpr std::size_t kMarkSheetBytesMax = 1u << 20;
inline constexpr std::size_t kMarkRowsMax = 5'000;
inline constexpr std::size_t kTitleRowsMax = 30;

struct MarkRow {
  std::uint32_t number = 0;  // the sheet's own, from 1
  std::vector<std::string> cells;

  std::string_view cell(std::size_t column) const {
    return column < cells.size() ? std::string_view(cells[column]) : std::string_view{};
  }
};

struct MarkTable {
  std::string sheet;        // the tab's name; empty for CSV
  bool workbook = false;    // XLSX
  std::size_t numbers = 0;  // the column of work numbers
  MarkRow headings;
  std::vector<MarkRow> rows;         // below the headings, in order
  std::vector<std::string> skipped;  // sheets without such a table, hidden ones included: worth a word
};

// Whether a heading is that of work numbers: 参赛号, 工位号, 场次-工位 and their like.
bool heads_numbers(std::string_view heading);

// Errors: kInvalid (too large, no table, two sheets with tables, not readable), kUnavailable (the child; try again).
core::Result<MarkTable> read_mark_table(std::string_view bytes, std::string_view file_name);
// The same in this process, for unit tests and fuzzing: never for a file from outside.
core::Result<MarkTable> read_mark_table_here(std::string_view bytes, std::string_view file_name);

}  // namespace naadam::scoring
