#include "store/column.hpp"

#include "core/bytes.hpp"

namespace naadam::store {

std::string ColumnBuilder::finish() {
  std::string out;
  if (!data_.empty()) {
    out.reserve(4 * ends_.size() + data_.size());
    for (const std::uint32_t end : ends_) core::put_u32(out, end);
    out.append(data_);
  }
  ends_.clear();
  data_.clear();
  return out;
}

bool column_fits(std::string_view column, std::size_t n) {
  if (column.empty()) return true;
  if (n == 0 || column.size() < 4 * n) return false;
  std::uint32_t before = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const std::uint32_t end = core::get_u32(column.substr(4 * i));
    if (end < before) return false;
    before = end;
  }
  return column.size() == 4 * n + before;
}

std::string_view column_cell(std::string_view column, std::size_t n, std::size_t i) {
  if (column.empty()) return {};
  if (column.size() < 4 * n) return {};
  const std::size_t from = i == 0 ? 0 : core::get_u32(column.substr(4 * (i - 1)));
  const std::size_t to = core::get_u32(column.substr(4 * i));
  if (to < from || to > column.size() - 4 * n) return {};
  return column.substr(4 * n + from, to - from);
}

}  // namespace naadam::store
