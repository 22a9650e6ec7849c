// RFC 4180 rows of a small UTF-8 text; the register of winners only (uploads are read by common/sheet, in a sandbox).
// Private to domain.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"

namespace naadam::domain {

struct CsvRow {
  std::uint32_t line = 0;  // of the row's first character, from 1
  std::vector<std::string> cells;
};

// Empty lines are skipped. A quote that never closes is kInvalid and names the line where it opened.
core::Result<std::vector<CsvRow>> csv_rows(std::string_view text, std::string_view file_name);

}  // namespace naadam::domain
