// Whether the history of decisions is being kept: who writes it, and what waits in the store's log for it.
//
// Thread: one. Nothing is changed.
#pragma once

#include "asking/peers.hpp"
#include "cli/up/checkup.hpp"

namespace naadam::cli {

// Empty where the store does not answer: check_store() says so.
std::vector<Check> check_history(const Settings& settings, asking::Peers& peers, const core::Clock& clock, Lang lang);

}  // namespace naadam::cli
