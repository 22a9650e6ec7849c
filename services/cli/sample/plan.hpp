// A whole sample: which rows there are, which of them are damaged and how, and which file each stands in.
//
// Thread: one at a time. The same options and edition give the same plan. Personal data: invented only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/sample/plant.hpp"
#include "cli/sample/row.hpp"
#include "core/result.hpp"
#include "domain/edition.hpp"

namespace naadam::cli::sample {

inline constexpr std::size_t kRowsMax = 200'000;  // of the whole sample; one file must stay below an upload's limit
inline constexpr std::size_t kFilesMax = 500;

struct SampleOptions {
  std::size_t rows = 20'000;  // [1, kRowsMax]
  std::size_t files = 60;     // [1, kFilesMax]
  std::uint64_t seed = 1;
  std::map<std::string, double, std::less<>> percents;  // by defect's key; others keep the catalogue's rate
};

// One file to be written.
struct FilePlan {
  std::string submitter;
  std::size_t delegation = 0;     // index in the edition
  bool all_columns = true;        // false: no sex, birth date, document type, e-mail address, note
  std::vector<std::size_t> rows;  // indices into Plan::rows, in the order they are written
};

struct Plan {
  std::vector<Row> rows;
  std::vector<FilePlan> files;
  std::vector<FormerWinner> winners;
  std::vector<std::pair<std::size_t, std::size_t>> repeats;  // (row, the earlier row of its file that it repeats)
  std::map<std::string, std::size_t, std::less<>> planted;   // how often, by defect's key
};

// kInvalid when the edition can't carry the catalogue: no team event, fewer than two groups or single events, or a
// reference date for retirement from 2025 on, when retirement ages no longer are the plain 60, 55 and 50 that the
// catalogue plants. Needs at least two files for two submitters; with one, those two defects are left out.
core::Result<Plan> make_plan(const SampleOptions& options, const domain::Edition& edition);

}  // namespace naadam::cli::sample
