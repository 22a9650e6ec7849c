// From a published draw to scoring: the start list of each contest, as a record of its own (wire/start_list.hpp).
//
// A list keeps the draw's newest rev, so telling it again, late or twice changes nothing. Thread: the step loop's.
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

  // `past`: the books of the draws that it replaced. Errors: the store's; some lists may be told by then.
  core::Status tell(const ShelvedDraw& draw, const std::vector<DrawBook>& past, const domain::Edition& edition);
  // The same, but nothing where all of them are there.
  core::Status tell_missing(const ShelvedDraw& draw, const std::vector<DrawBook>& past, const domain::Edition& edition);

 private:
  core::Status tell(const ShelvedDraw& draw, const StartLists& all, const domain::Edition& edition);

  store::Store& store_;
  runtime::Counter& lists_;
  runtime::Counter& alarms_;
};

}  // namespace naadam::scheduling
