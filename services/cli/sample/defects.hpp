// The catalogue of what goes wrong in real registrations (and of what only looks wrong): each a small mutation of a
// good row, with the consequence that the field's rules demand of it.
//
// The consequences are written here by hand from the notice and the rules of the field; nothing calls a rule.
// Thread: constants; any.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "cli/sample/plant.hpp"
#include "cli/sample/row.hpp"
#include "cli/text.hpp"

namespace naadam::cli::sample {

// How many rows one planting makes, and where they go.
enum class Shape : std::uint8_t {
  kRow,            // one row
  kTeam,           // `rows` members of one team, in one file
  kTwiceInFile,    // one row, and the same again in the same file
  kTwoSubmitters,  // two rows on one entry, in files of two submitters
};

// Whom a planting of one row starts from.
enum class Base : std::uint8_t { kAnyone, kWorker, kStudent };

struct Defect {
  std::string_view key;  // names it on the command line and in truth.csv; never rename
  Text about;
  double percent = 0;  // plantings per hundred rows, unless told otherwise; of a team, each planting makes several rows
  Shape shape = Shape::kRow;
  std::uint8_t rows = 1;  // for kTeam
  Base base = Base::kAnyone;
  RuleBits fails = 0;
  RuleBits evidence = 0;
  wire::Verdict verdict = wire::Verdict::kAccepted;
  bool needs_all_columns = false;  // goes only to files that have every column
  bool reachable = true;           // false: no message can be sent to anyone about the row
  bool conflict = false;           // two submitters who differ: returned once both files are in
  Plant plant = nullptr;           // null: the shape alone is the defect
};

std::span<const Defect> defects();
const Defect* find_defect(std::string_view key);

}  // namespace naadam::cli::sample
