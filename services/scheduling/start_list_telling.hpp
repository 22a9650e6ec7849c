// From a published draw to scoring: the start list of each contest, as a record of its own (wire/start_list.hpp) that
// names a document of its own. SeatTelling decides when; this says what and writes it.
//
// A list keeps the draw's newest rev, so telling it again, late or twice changes nothing. All lists of a draw go out in
// one round of calls; where the store does not answer for some, the next telling finishes them.
// Counts naadam_start_lists_told_total (lists that were new to scoring). The log: draw.contests_unknown where the
// edition in force lacks contests of the draw, start_list.alarm where one rev came with two lists, which
// naadam_alarms_total counts too.
// Thread: the step loop's. Personal data: none.
#pragma once

#include <vector>

#include "domain/edition.hpp"
#include "runtime/metrics.hpp"
#include "scheduling/draw_shelf.hpp"
#include "scheduling/rules/start_lists.hpp"
#include "store/store.hpp"

namespace naadam::scheduling {

class StartListTelling {
 public:
  StartListTelling(store::Store& store, runtime::Metrics& metrics);

  // `past`: the books of the draws that it replaced. `edition`: in force; ids are made of its id. Errors: the store's;
  // some lists may be told by then.
  core::Status tell(const ShelvedDraw& draw, const std::vector<DrawBook>& past, const domain::Edition& edition);
  // The same, but nothing where all of them are there, whatever they say: for draws that were told.
  core::Status tell_missing(const ShelvedDraw& draw, const std::vector<DrawBook>& past, const domain::Edition& edition);

 private:
  core::Status tell(const ShelvedDraw& draw, const StartLists& all, const domain::Edition& edition);

  store::Store& store_;
  runtime::Counter& lists_;
  runtime::Counter& alarms_;
};

}  // namespace naadam::scheduling
