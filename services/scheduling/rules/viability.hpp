// Whether an event is likely to have enough entrants at the finals (notice: fewer than 20, the organiser decides), told
// from the first day on. Pure; any thread.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "domain/edition.hpp"

namespace naadam::scheduling {

// Entries of one event by delegation code, groups added up: the quota of the finals knows none. "" is unknown. An entry
// is a person, also in a team event, where the team rule lets whole teams alone be accepted.
using ByDelegation = std::map<std::string, std::uint64_t, std::less<>>;

struct Viability {
  std::uint64_t accepted = 0;
  std::uint64_t forecast = 0;  // units (see ViabilityUnit) at the finals: at most the quota of each delegation
  bool enough = false;         // forecast >= viability_min
};
// `entries`: accepted. Those of no known delegation cannot reach the finals.
Viability viability(const domain::Edition& edition, const domain::Event& event, const ByDelegation& entries);

}  // namespace naadam::scheduling
