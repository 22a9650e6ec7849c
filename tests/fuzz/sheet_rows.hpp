// A sink that holds a spreadsheet reader to what sheet/table.hpp promises, and the reading of one input.
//
// Limits are small, so that a file of a few bytes can reach each of them. Thread: one.
#pragma once

#include <string_view>

#include "expect.hpp"
#include "sheet/reader.hpp"

namespace naadam::fuzz {

inline sheet::Limits small_limits() {
  sheet::Limits limits;
  limits.file_bytes_max = 1u << 20;
  limits.zip_entries_max = 64;
  limits.part_bytes_max = 4u << 20;
  limits.unpacked_bytes_max = 8u << 20;
  limits.small_part_bytes_max = 1u << 20;
  limits.shared_text_bytes_max = 64u << 10;
  limits.shared_strings_max = 4'096;
  limits.ratio_free_bytes = 256u << 10;
  limits.sheets_max = 8;
  limits.rows_max = 512;
  limits.columns_max = 32;
  limits.cell_bytes_max = 1'024;
  return limits;
}

class CheckedRows : public sheet::RowSink {
 public:
  explicit CheckedRows(const sheet::Limits& limits) : limits_(limits) {}

  core::Status sheet(const sheet::SheetInfo& info) override {
    expect(++sheets_ <= limits_.sheets_max, "sheets within the limit");
    hidden_ = info.hidden;
    before_ = 0;
    return {};
  }
  core::Status row(const sheet::RowView& row) override {
    expect(!hidden_ && sheets_ > 0, "rows of visible sheets only");
    expect(row.number > before_, "rows ascend");
    expect(++rows_ <= limits_.rows_max, "rows within the limit");
    expect(!row.cells.empty() && row.cells.size() <= limits_.columns_max, "columns within the limit");
    expect(!row.cells.back().empty(), "a row ends with text");
    for (const std::string_view cell : row.cells)
      expect(cell.size() <= limits_.cell_bytes_max, "cells within the limit");
    before_ = row.number;
    return {};
  }

 private:
  const sheet::Limits& limits_;
  std::uint32_t before_ = 0;
  std::size_t sheets_ = 0;
  std::size_t rows_ = 0;
  bool hidden_ = false;
};

inline void read_sheet(std::string_view bytes) {
  static const sheet::Limits kLimits = small_limits();
  CheckedRows rows(kLimits);
  const auto status = sheet::read(bytes, "x.xlsx", kLimits, rows);
  if (!status) expect(!status.error().text.empty(), "a refusal has words");
}

}  // namespace naadam::fuzz
