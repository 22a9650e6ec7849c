#include "scheduling/rules/viability.hpp"

#include <algorithm>

namespace naadam::scheduling {

Viability viability(const domain::Edition& edition, const domain::Event& event, const ByDelegation& entries) {
  Viability result;
  for (const auto& [delegation, count] : entries) {
    result.accepted += count;
    const std::uint64_t units = count / std::max<std::uint64_t>(1, event.team_size);
    if (!delegation.empty()) result.forecast += std::min<std::uint64_t>(units, edition.finals.quota);
  }
  if (edition.finals.viability_unit == domain::ViabilityUnit::kPersons) result.forecast *= event.team_size;
  result.enough = result.forecast >= edition.finals.viability_min;
  return result;
}

}  // namespace naadam::scheduling
