// Writes a grid as the file an officer would have sent.
//
// Not common/sheet's writer: that one writes every cell as text, and what must be shown here is what Excel does with
// numbers and dates. Thread: any, one file each.
#pragma once

#include <filesystem>
#include <string>

#include "cli/sample/grid.hpp"
#include "core/result.hpp"

namespace naadam::cli::sample {

// ".xlsx" or ".csv".
std::string extension_of(Format format);

// kUnavailable when the path can't be written; kInternal when the library refuses a cell. A file that was there is
// replaced. Equal grids give equal bytes.
core::Status write_grid(const Grid& grid, const std::filesystem::path& path);

// The text of a CSV file in the grid's encoding; the grid has one sheet and a CSV format. Titles fill one cell.
std::string csv_bytes(const Grid& grid);

}  // namespace naadam::cli::sample
