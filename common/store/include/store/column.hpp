// A column: the cells of the records that travel together, as one byte string, so that a store function moves
// hundreds of records with a handful of arguments.
//
//   0            4n
//   +------------+---------------------------+
//   | n end      | cell 1 | cell 2 | ... | n |   an end is a big-endian u32, counted from 4n
//   | offsets    |        |        |     |   |
//   +------------+---------------------------+
//
// The empty string is a column of empty cells, however many.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace naadam::store {

class ColumnBuilder {
 public:
  explicit ColumnBuilder(std::size_t cells_hint = 0) { ends_.reserve(cells_hint); }

  void add(std::string_view cell) {
    data_.append(cell);
    close_cell();
  }
  // For a cell written in place: append to data(), then close_cell().
  std::string& data() { return data_; }
  void close_cell() { ends_.push_back(static_cast<std::uint32_t>(data_.size())); }

  std::size_t size() const { return ends_.size(); }
  // The column; the builder is empty again afterwards.
  std::string finish();

 private:
  std::vector<std::uint32_t> ends_;
  std::string data_;
};

// Whether `column` is well formed for n cells: offsets rising, the last one at the end.
bool column_fits(std::string_view column, std::size_t n);

// Cell i (from 0) of a column that column_fits(column, n). The view points into `column`.
std::string_view column_cell(std::string_view column, std::size_t n, std::size_t i);

}  // namespace naadam::store
