// A column of the store; the first byte says for how many cells.
#include "store/column.hpp"

#include "expect.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace naadam;
  if (size == 0) return 0;
  const std::size_t cells = data[0];
  const std::string_view column = fuzz::view_of(data + 1, size - 1);
  if (!store::column_fits(column, cells)) return 0;
  store::ColumnBuilder builder;
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < cells; ++i) {
    const std::string_view cell = store::column_cell(column, cells, i);
    bytes += cell.size();
    builder.add(cell);
  }
  fuzz::expect(column.empty() || bytes + 4 * cells == column.size(), "cells fill the column");
  // A column whose cells are all empty has a shorter form.
  fuzz::expect(bytes == 0 || builder.finish() == column, "a column is written as it was read");
  return 0;
}
