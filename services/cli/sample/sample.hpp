// Writes a whole sample into a directory: the officers' files, truth.csv, manifest.csv and winners.csv.
//
// Thread: one at a time per directory. The same options and edition give the same bytes.
#pragma once

#include <cstddef>
#include <filesystem>

#include "cli/sample/plan.hpp"
#include "core/result.hpp"
#include "domain/edition.hpp"

namespace naadam::cli::sample {

struct Written {
  std::size_t files = 0;  // files that got at least one row
  std::size_t rows = 0;
  std::size_t accepted = 0, needs_evidence = 0, refused = 0, returned = 0;  // rows by what must come out, alone
  std::map<std::string, std::size_t, std::less<>> planted;                  // how often, by defect's key
};

// Makes `directory` if need be; files of the same names are replaced, others are left alone. Errors as make_plan() and
// write_grid(); files written before an error stay.
core::Result<Written> write_sample(const SampleOptions& options, const domain::Edition& edition,
                                   const std::filesystem::path& directory);

}  // namespace naadam::cli::sample
