#include "intake/rules/table_finder.hpp"

#include <algorithm>

namespace naadam::intake {
namespace {

bool names_person(const sheet::RowView& row) {
  return std::any_of(row.cells.begin(), row.cells.end(), [](std::string_view cell) {
    const auto field = field_of(cell);
    return field == Field::kName || field == Field::kDocumentNumber;
  });
}

}  // namespace

bool TableFinder::look(const sheet::RowView& row) {
  if (headings_ || rows_seen_++ >= kTitleRowsMax) return false;
  const std::size_t score = heading_score(row);
  if (score == 0) return false;
  auto mapped = map_headings(row, sheet_name_);
  if (mapped) {
    headings_ = std::move(*mapped);
    return true;
  }
  if (score > nearest_score_) {
    nearest_ = std::move(mapped.error());
    nearest_score_ = score;
    nearest_names_person_ = names_person(row);
  }
  return false;
}

}  // namespace naadam::intake
