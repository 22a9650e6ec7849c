// Gathers the cells of one row, holds the limits that CSV and XLSX share, and hands finished rows to the sink.
//
// Thread: one. The cells' text is copied once, into a buffer reused for every row.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sheet/limits.hpp"
#include "sheet/refusal.hpp"
#include "sheet/table.hpp"

namespace naadam::sheet {

class RowBuilder {
 public:
  RowBuilder(const Limits& limits, RowSink& sink) : limits_(limits), sink_(sink) {}

  ReadStatus sheet(const SheetInfo& info);

  // Rows of a sheet must ascend, else kDamaged. begin() drops what an unfinished row had gathered.
  ReadStatus begin(std::uint32_t number);
  // A second text for a column replaces the first. Empty texts leave no trace.
  ReadStatus add(std::size_t column, std::string_view text);
  // A row without text is not shown to the sink and not counted.
  ReadStatus end();

  // "工作表“甲”第 3 行", or "第 3 行" in CSV: where the row that was begun last stands.
  std::string where() const;

 private:
  struct Cell {
    std::size_t offset = 0;
    std::size_t size = 0;
  };

  const Limits& limits_;
  RowSink& sink_;
  SheetInfo sheet_;
  std::size_t sheets_ = 0;
  std::size_t rows_ = 0;
  std::uint32_t number_ = 0;
  std::string text_;
  std::vector<Cell> cells_;
  std::vector<std::string_view> views_;
};

// The sink's own error as a refusal.
tl::unexpected<Refusal> stopped(const core::Error& error);

}  // namespace naadam::sheet
