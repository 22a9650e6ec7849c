// A whole upload, from its bytes to its claims: read in the sandbox, headings found on each sheet, rows made
// claims, facts of the file added.
//
// Pure but for the child process. Thread: any, several at once. Personal data: all of it; keep it no longer than
// needed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "domain/edition.hpp"
#include "intake/rules/file_refusal.hpp"
#include "intake/rules/headings.hpp"
#include "sheet/sandbox.hpp"
#include "wire/claim.hpp"

namespace naadam::intake {

struct RowClaim {
  std::string sheet;      // the tab's name; empty for CSV
  std::uint32_t row = 0;  // the sheet's own, from 1
  wire::Claim claim;

  // The first row of the file with the same person, event and group, if this one repeats it; else 0.
  std::uint32_t duplicate_of = 0;
  std::string duplicate_sheet;  // where that row stands
};

// Where the table of one sheet is.
struct SheetTable {
  std::string sheet;
  Headings headings;
};

struct SkippedSheet {
  std::string sheet;
  std::string why;  // zh-CN, for the officer
};

struct SkippedRow {
  std::string sheet;
  std::uint32_t row = 0;
  std::string why;  // zh-CN, for the officer
};

struct Reading {
  std::vector<RowClaim> rows;                 // in file order
  std::vector<SheetTable> tables;             // every sheet with headings, in file order
  std::vector<std::string> unknown_headings;  // "工作表“甲”第 F 列“血型”": ignored, and said
  std::vector<SkippedSheet> skipped_sheets;   // hidden, or no entry table; blank ones are not worth a word
  std::vector<SkippedRow> skipped_rows;       // footers under a table
  sheet::SandboxUse use;                      // of the child; zero when read in this process
};

using ReadingResult = tl::expected<Reading, FileRefusal>;

// `fd` as in sheet::read_sandboxed. The edition tells which event words mean the same event and which are teams.
ReadingResult read_upload(int fd, std::string_view file_name, const domain::Edition& edition,
                          const sheet::Sandbox& sandbox = {});
ReadingResult read_upload(std::string_view bytes, std::string_view file_name, const domain::Edition& edition,
                          const sheet::Sandbox& sandbox = {});

// The same in this process, for unit tests and fuzzing: never for a file from outside.
ReadingResult read_upload_here(std::string_view bytes, std::string_view file_name, const domain::Edition& edition,
                               const sheet::Limits& limits = {});

}  // namespace naadam::intake
