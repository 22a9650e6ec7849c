// Finds the headings of one sheet while its rows pass: the first row among the first kTitleRowsMax that names every
// required field, or, when there is none, the reason that comes nearest.
//
// Used by the reading of an upload and by the writing of its outcome, so that both see the same table.
// Thread: one. Personal data: none is kept.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "intake/rules/file_refusal.hpp"
#include "intake/rules/headings.hpp"
#include "sheet/table.hpp"

namespace naadam::intake {

class TableFinder {
 public:
  explicit TableFinder(std::string sheet_name = {}) : sheet_name_(std::move(sheet_name)) {}

  // Shows the finder a row above the table. True: this row is the headings.
  bool look(const sheet::RowView& row);

  const std::optional<Headings>& headings() const { return headings_; }
  const std::string& sheet_name() const { return sheet_name_; }
  bool saw_text() const { return rows_seen_ > 0; }

  // With no headings found: what is wrong with the row that looked most like them, if any named a field at all.
  const std::optional<FileRefusal>& nearest() const { return nearest_; }
  std::size_t nearest_score() const { return nearest_score_; }

  // The nearest row was surely meant as the headings of an entry table, so the sheet must not be passed over.
  bool meant_as_table() const { return nearest_names_person_ && nearest_score_ >= kHeadingFieldsMin; }

 private:
  std::string sheet_name_;
  std::size_t rows_seen_ = 0;
  std::optional<Headings> headings_;
  std::optional<FileRefusal> nearest_;
  std::size_t nearest_score_ = 0;
  bool nearest_names_person_ = false;
};

}  // namespace naadam::intake
