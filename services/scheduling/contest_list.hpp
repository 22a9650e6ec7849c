// Who stands on the boards of a draw's contests.
//
// Thread: the step loop's. Errors: the store's.
#pragma once

#include <string>
#include <vector>

#include "core/result.hpp"
#include "domain/edition.hpp"
#include "scheduling/rules/draw_book.hpp"
#include "store/store.hpp"

namespace naadam::scheduling {

// Where an entry stands on a board; 0: nowhere.
core::Result<store::Stage> stage_of_place(store::Store& store, std::uint64_t contest, const core::Id& entry);

// The contests of a draw: every event x group of the delegation; of the finals, every event.
struct DrawContest {
  std::string event, group;
  std::uint64_t contest = 0;
};
std::vector<DrawContest> contests_of(const domain::Edition& edition, wire::Round round, const std::string& delegation);

// The accepted entries of each contest, each once.
core::Result<std::vector<DrawList>> accepted_entries(store::Store& store, const std::vector<DrawContest>& contests);

}  // namespace naadam::scheduling
