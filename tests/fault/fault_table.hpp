// The one table of all faults: a row for each, over all the seeds it was played with.
//
//   fault        what went wrong
//   runs         installations it was played on, each with its own seed
//   rows         rows of files for which a receipt was given: these must come out as the truth of the sample says
//   lost         of them, rows without an outcome
//   wrong        of them, rows with another verdict, fault or evidence than the truth has
//   doubled      messages that went out beyond the first of the same words to the same number
//   stuck        records parked, overdue or forgotten, where the fault does not itself call for it
//   unanswered   messages begun when their sender died or its gateway fell silent: they may have gone out
//   resumed s    from the fault (or its end, where it lasts) until a file begun after it had all its outcomes
//   caught up s  from the same moment until all had theirs that were kept before it; both the longest of the runs
//   remark       what else belongs to this fault: memory, throughput
//
// Thread: one.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/clock.hpp"

namespace naadam::fault {

struct Figures {
  std::string fault;
  std::size_t runs = 0, rows = 0, lost = 0, wrong = 0, doubled = 0, stuck = 0, unanswered = 0;
  core::Millis resumed = 0, caught_up = 0;  // 0: there is no moment from which to count
  std::string remark;                       // of the last run
};

class FaultTable {
 public:
  // The table that main prints when all faults were played.
  static FaultTable& the_one();

  void add(Figures figures) { rows_.push_back(std::move(figures)); }
  // "" when nothing was played.
  std::string text() const;

 private:
  std::vector<Figures> rows_;
};

}  // namespace naadam::fault
