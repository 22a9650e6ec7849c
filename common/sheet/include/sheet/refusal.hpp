// Why a file could not be read, as a closed kind to test and a text an officer can act on.
//
// A Refusal is a core::Error with a finer kind, so it converts to core::Result's error by itself. Its text says
// where (sheet, row, column or line) and what to do; it never repeats what a cell holds.
#pragma once

#include <cstdint>
#include <string>

#include "core/result.hpp"

namespace naadam::sheet {

// The numbers cross the child's pipe: never reuse one. When it grows: defect_name() and the tests of each kind.
enum class Defect : std::uint8_t {
  kEmpty = 1,        // no bytes, or nothing but blanks
  kTooLarge = 2,     // over file_bytes_max
  kTooManyRows = 3,  // over rows_max
  kTooWide = 4,      // text right of columns_max
  kCellTooLong = 5,  // over cell_bytes_max
  kBomb = 6,         // unpacks beyond its limits
  kTruncated = 7,    // the end is missing
  kDamaged = 8,      // parts missing, checksums wrong, XML that does not parse
  kEncrypted = 9,    // a password is needed to open it
  kOldXls = 10,      // Excel 97-2003
  kWrongType = 11,   // something else behind the name: PDF, HTML, Word, picture, archive ...
  kDoctype = 12,     // XML with a document type: never written by a spreadsheet program
  kQuote = 13,       // CSV: a quote without its partner, or one inside plain text
  kNulByte = 14,     // CSV: bytes that are no text
  kEncoding = 15,    // CSV: neither UTF-8 nor GB18030
  kTooManySheets = 16,
  kTookTooLong = 17,    // the child's wall or processor time ran out
  kTooMuchMemory = 18,  // the child's memory ran out
  kReaderFailed = 19,   // the child could not be started, or died: our fault, not the file's
  kStopped = 20,        // the sink said so; kind, text and cause are the sink's own
};

// "encrypted", "zip_bomb", ...: for logs and metrics.
const char* defect_name(Defect defect);

struct Refusal : core::Error {
  Defect defect = Defect::kReaderFailed;
};

using ReadStatus = tl::expected<void, Refusal>;

// The refusal with its standard text. `where` ("工作表“职工组”第 12 行") is put in front when given; `cause` is
// English for the log.
tl::unexpected<Refusal> refuse(Defect defect, std::string_view where = {}, const std::string& cause = {});

}  // namespace naadam::sheet
