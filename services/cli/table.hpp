// A table of texts for a terminal, with columns that line up though Chinese characters are two cells wide.
//
// Thread: values.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace naadam::cli {

inline constexpr std::size_t kListShown = 20;  // lines of a list of findings; how many more there are is said

// Cells that a terminal gives to valid UTF-8 text: two for East Asian wide characters, none for combining ones.
std::size_t cells_wide(std::string_view utf8);

enum class Align { kLeft, kRight };

class Table {
 public:
  // One alignment a column.
  explicit Table(std::vector<Align> columns) : columns_(std::move(columns)) {}

  // As many cells as there are columns. The first row is the headings.
  void add(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
  bool empty() const { return rows_.size() <= 1; }

  // Each line begins with `indent` and ends without trailing blanks; a rule of dashes stands under the headings.
  std::string text(std::string_view indent = "  ") const;

 private:
  std::vector<Align> columns_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace naadam::cli
