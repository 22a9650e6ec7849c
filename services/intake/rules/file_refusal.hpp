// Why an upload as a whole could not be taken, as a closed kind to test and a text an officer can act on.
//
// A FileRefusal is a core::Error with a finer kind and converts to core::Result's error by itself.
#pragma once

#include <cstdint>

#include "core/result.hpp"
#include "sheet/refusal.hpp"

namespace naadam::intake {

enum class FileDefect : std::uint8_t {
  kUnreadable = 1,       // the sheet reader refused it; `unreadable` says why
  kNoHeadings = 2,       // no row looks like the headings of an entry table
  kMissingHeading = 3,   // the table lacks a column that no entry can do without
  kRepeatedHeading = 4,  // two columns claim to be the same field
  kHeaderOnly = 5,       // headings, and nobody under them
  kTooManyRows = 6,      // more data rows than core::limits::kUploadRowsMax
};

struct FileRefusal : core::Error {
  FileDefect defect = FileDefect::kUnreadable;
  sheet::Defect unreadable = sheet::Defect::kReaderFailed;  // only with kUnreadable

  FileRefusal() = default;
  FileRefusal(FileDefect kind_of_file, std::string text_zh, std::string cause_en);
  // Keeps kind, text and cause of the reader's own words.
  explicit FileRefusal(const sheet::Refusal& refusal);
};

}  // namespace naadam::intake
