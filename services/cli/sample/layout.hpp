// Gives each file of a plan the looks of one officer's habits: format, titles, headings and their order, columns
// nobody asked for, serial numbers, footers, sheets, forms of dates and mobile numbers.
//
// Thread: one. The same seed and file number give the same grid.
#pragma once

#include <cstddef>
#include <cstdint>

#include "cli/sample/grid.hpp"
#include "cli/sample/plan.hpp"
#include "domain/edition.hpp"

namespace naadam::cli::sample {

// "xlsx" or "csv" file number `file` (from 0). Of eight files in a row five are workbooks, and one each is CSV in
// UTF-8 with a byte-order mark, UTF-8 without, and GB18030.
Format format_of(std::size_t file);

// Lays out one file, and tells its rows of `plan` on which sheet and row they stand.
Grid lay_out(Plan& plan, std::size_t file, const domain::Edition& edition, std::uint64_t seed);

}  // namespace naadam::cli::sample
