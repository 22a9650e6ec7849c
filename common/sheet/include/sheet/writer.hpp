// Writes spreadsheets row by row with memory that does not grow with the rows.
//
// Every cell is written as text, so a value that begins with = + - @ is shown and never run as a formula, and an
// 18-digit number keeps its digits. Thread: one writer, one thread. Personal data: temporary parts are kept in
// memory (/dev/shm) where there is one, else in $TMPDIR, mode 0600, without a name.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "core/result.hpp"

namespace naadam::sheet {

// The looks that a workbook of ours needs; the colours are Excel's own for good, bad and neutral.
enum class Style : std::uint8_t {
  kPlain,
  kTitle,    // bold, large
  kHeader,   // bold, grey, bordered
  kGood,     // green
  kBad,      // red
  kNeutral,  // amber
  kMuted,    // grey text
};

struct CellOut {
  std::string_view text;
  Style style = Style::kPlain;
};

struct ColumnWidth {
  std::uint16_t column = 0;  // from 0
  double characters = 12;    // (0, 255]
};

class XlsxWriter {
 public:
  // Writes into `fd`, which must be a regular or memory file open for writing, from its start. The fd stays the
  // caller's and must outlive the writer.
  static core::Result<XlsxWriter> open(int fd);
  XlsxWriter(XlsxWriter&&) noexcept;
  XlsxWriter& operator=(XlsxWriter&&) noexcept;
  ~XlsxWriter();  // without finish(), the file is left unusable

  // Starts the next sheet. Characters Excel refuses in a name become _, a name over 31 characters is cut, a name
  // used before gets a number; an empty one becomes Sheet1, Sheet2 ... Rows above `frozen_rows` stay in view
  // and are repeated on each printed page, A4 across, as wide as the sheet.
  core::Status sheet(std::string_view name, std::span<const ColumnWidth> widths = {}, std::uint32_t frozen_rows = 0);

  // Rows must come in ascending order. number: [1, 1048576]; at most 16,384 cells of at most 32,767 characters
  // each (longer ones are cut). Empty cells are left out. Headings and coloured cells wrap, and the row is made as high
  // as that takes.
  core::Status row(std::uint32_t number, std::span<const CellOut> cells);

  // Completes the file. Nothing may be called afterwards.
  core::Status finish();

 private:
  struct State;
  explicit XlsxWriter(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// One CSV line per RFC 4180 ("..." where needed, CRLF) appended to `out`, UTF-8. A text that a spreadsheet
// program would run as a formula gets a leading apostrophe.
void append_csv(std::string& out, std::span<const std::string_view> cells);

}  // namespace naadam::sheet
