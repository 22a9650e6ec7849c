#include "scheduling/rules/start_lists.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "core/id.hpp"

namespace naadam::scheduling {
namespace {

using Codes = std::pair<std::string, std::string>;  // event and group

// Contests by the names that a record gives them.
std::map<std::string, Codes> contests_by_label(const domain::Edition& edition, wire::Round round) {
  std::map<std::string, Codes> contests;
  for (const domain::Event& event : edition.events) {
    if (round == wire::Round::kFinal) {
      contests[contest_label(event.code, "")] = {event.code, ""};
      continue;
    }
    for (const std::string& group : event.groups) contests[contest_label(event.code, group)] = {event.code, group};
  }
  return contests;
}

}  // namespace

StartLists start_lists(const DrawBook& book, std::string_view document, const std::vector<DrawBook>& past,
                       const domain::Edition& edition) {
  StartLists all;
  if (book.phase != DrawPhase::kPublished) return all;
  std::map<std::string, std::vector<wire::Start>> starts;
  for (const DrawBook& one : past) {
    for (const auto& [entry, seat] : seats_of(one)) starts.try_emplace(seat.event);
  }
  for (const auto& [entry, seat] : seats_of(book)) {
    if (const auto id = core::id_from_hex(entry)) {
      starts[seat.event].push_back({*id, seat.slot.heat, seat.slot.station});
    }
  }
  const auto contests = contests_by_label(edition, book.round);
  for (auto& [label, of_contest] : starts) {
    const auto codes = contests.find(label);
    if (codes == contests.end()) {
      all.unknown.push_back(label);
      continue;
    }
    std::ranges::sort(of_contest, {}, [](const wire::Start& start) { return std::pair(start.heat, start.station); });
    const auto& [event, group] = codes->second;
    all.lists.push_back({book.round, book.record.request.id, std::string(document), event, group, book.delegation,
                         std::move(of_contest)});
  }
  return all;
}

}  // namespace naadam::scheduling
