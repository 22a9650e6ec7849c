// Invented marks for contests that were drawn, with the ranks that must come of them. The order is chosen first and the
// marks are made to give it, so the truth knows nothing of the ranking rules.
//
// Planted: equal totals told apart by the weightiest criterion, by the next one, and by time; people absent,
// disqualified and withdrawn. An order holds across the groups of an event, so it says who goes to the finals too.
// Pure: equal seeds give equal marks. Thread: any. Personal data: none.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cli/sample/grid.hpp"

namespace naadam::cli::sample {

struct MarkedContest {
  std::string event, group;        // codes
  std::string event_zh, group_zh;  // as sheets have them
  std::vector<std::string> numbers;
};

struct MarksSample {
  struct File {
    std::string name;  // without extension
    Grid grid;
  };
  std::string scheme;       // scheme.toml
  std::vector<File> files;  // one a contest
  File faulty;              // the first contest's once more, with kFaults places that can't be right
  std::string truth;        // truth-results.csv, as commands/results_check.hpp reads it
  std::size_t people = 0;

  static constexpr std::size_t kFaults = 4;
};

// `quota`: how many of an event go to the finals.
MarksSample make_marks(const std::vector<MarkedContest>& contests, std::uint16_t quota, std::uint64_t seed);

}  // namespace naadam::cli::sample
