// A sink that keeps everything, for tests: a spreadsheet as plain values that can be compared.
#pragma once

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "sheet/reader.hpp"
#include "sheet/table.hpp"

namespace naadam::test {

struct KeptRow {
  std::uint32_t number = 0;
  std::vector<std::string> cells;
  bool operator==(const KeptRow&) const = default;
};

struct KeptSheet {
  sheet::SheetInfo info;
  std::vector<KeptRow> rows;
  bool operator==(const KeptSheet&) const = default;
};

inline std::ostream& operator<<(std::ostream& out, const KeptRow& row) {
  out << row.number << ':';
  for (const auto& cell : row.cells) out << '[' << cell << ']';
  return out;
}

class Collect : public sheet::RowSink {
 public:
  std::vector<KeptSheet> sheets;

  core::Status sheet(const sheet::SheetInfo& info) override {
    sheets.push_back({info, {}});
    return {};
  }
  core::Status row(const sheet::RowView& row) override {
    sheets.back().rows.push_back({row.number, {row.cells.begin(), row.cells.end()}});
    return {};
  }
};

struct Read {
  sheet::ReadStatus status;
  std::vector<KeptSheet> sheets;

  // The rows of the first sheet.
  const std::vector<KeptRow>& rows() const { return sheets.front().rows; }
};

inline Read read_here(std::string_view bytes, std::string_view name = "表.xlsx", const sheet::Limits& limits = {}) {
  Collect sink;
  auto status = sheet::read(bytes, name, limits, sink);
  return {std::move(status), std::move(sink.sheets)};
}

}  // namespace naadam::test
