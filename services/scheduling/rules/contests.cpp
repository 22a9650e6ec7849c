#include "scheduling/rules/contests.hpp"

#include <vector>

#include "wire/place.hpp"

namespace naadam::scheduling {
namespace {

// The codes of a list, and none.
template <class Items>
std::vector<std::string_view> codes_of(const Items& items) {
  std::vector<std::string_view> codes{""};
  for (const auto& item : items) codes.emplace_back(item.code);
  return codes;
}

}  // namespace

Contests::Contests(const domain::Edition& edition) {
  for (const std::string_view event : codes_of(edition.events)) {
    for (const std::string_view group : codes_of(edition.groups)) {
      for (const std::string_view delegation : codes_of(edition.delegations)) {
        by_id_[wire::contest_of(edition.id, wire::Round::kTrial, event, group, delegation)] = {event, group,
                                                                                               delegation};
      }
    }
  }
}

const Contest* Contests::find(std::uint64_t id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : &found->second;
}

}  // namespace naadam::scheduling
