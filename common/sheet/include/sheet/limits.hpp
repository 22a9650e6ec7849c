// How much of a file the reader will unpack, hold and hand on. A file beyond any of these is refused, by name.
//
// The defaults leave a legitimate file of 200,000 rows and 17 columns several times the room it needs. Raising
// part or total bytes costs time, shared_text_bytes_max costs memory of the child.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/limits.hpp"

namespace naadam::sheet {

struct Limits {
  std::size_t file_bytes_max = core::limits::kUploadBytesMax;
  std::size_t zip_entries_max = 10'000;                // a workbook may carry a photo per person
  std::uint64_t part_bytes_max = 512ull << 20;         // one unpacked part; a sheet is streamed, never held
  std::uint64_t unpacked_bytes_max = 768ull << 20;     // all parts read, together
  std::uint64_t small_part_bytes_max = 16ull << 20;    // workbook, relations and styles, each
  std::uint64_t shared_text_bytes_max = 128ull << 20;  // the shared strings' text, which is held
  std::uint32_t shared_strings_max = 4'000'000;

  // Above ratio_free_bytes unpacked, a part may be at most ratio_max times its packed size. Sheets pack 5 to 40
  // fold; a bomb packs a thousandfold.
  std::uint64_t ratio_free_bytes = 16ull << 20;
  std::uint64_t ratio_max = 120;

  std::uint32_t sheets_max = 256;
  // Rows with text, over all visible sheets. The margin over the promise of 200,000 is for titles and headings;
  // intake counts data rows and holds the promise exactly.
  std::size_t rows_max = core::limits::kUploadRowsMax + 2'000;
  std::uint32_t columns_max = 256;  // text further right is refused, empty cells are not
  std::size_t cell_bytes_max = core::limits::kCellBytesMax;
};

}  // namespace naadam::sheet
