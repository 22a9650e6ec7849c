// What an import would do, found out without handing anything in.
//
// Thread: any. Personal data: files are read whole and forgotten; what comes out names rows by sheet and number.
#pragma once

#include <string>
#include <vector>

#include "asking/peers.hpp"
#include "cli/judging.hpp"
#include "core/clock.hpp"
#include "core/result.hpp"
#include "runtime/common_options.hpp"
#include "runtime/installation.hpp"

namespace naadam::cli {

// The installation as it judges now: edition, register and clock from the store, the look-up key from its file.
struct Bench {
  runtime::Installation installation;
  domain::Keyer keyer;
  core::Millis now = 0;
};
core::Result<Bench> open_bench(const runtime::CommonOptions& options, const core::Clock& clock);

struct SheetRow {
  std::string sheet;  // empty for CSV
  std::uint32_t row = 0;
  bool identified = true;  // false: no readable document number, so such a row of the new file is an entry of its own
};

// Rows of the upload `corrects` that name entries not in `file` any more: these would be withdrawn. The old rows are
// read from its outcome workbook. Errors: those of the services and of the file.
core::Result<std::vector<SheetRow>> vanishing_rows(const std::string& corrects, const std::string& file,
                                                   const domain::Edition& edition, asking::Peers& peers,
                                                   const core::Clock& clock);

// Every row of the file as it would be judged.
core::Result<std::vector<JudgedRow>> judge_file(const std::string& file, const Bench& bench);

}  // namespace naadam::cli
