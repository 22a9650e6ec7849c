#include "scheduling/contest_list.hpp"

#include <set>

#include "runtime/board_pages.hpp"
#include "runtime/not_now.hpp"
#include "wire/place.hpp"
#include "wire/stages.hpp"

namespace naadam::scheduling {

core::Result<store::Stage> stage_of_place(store::Store& store, std::uint64_t contest, const core::Id& entry) {
  const core::Id id = wire::place_id(contest, entry);
  store::Read read;
  read.kind = store::Kind::kPlace;
  read.shard = core::shard_of(id, store.shards());
  read.ids = id.view();
  store.read({&read, 1});
  if (read.answer.outcome != store::Outcome::kDone) return runtime::not_now(read.answer);
  return read.records[0].found ? read.records[0].stage : store::Stage{0};
}

std::vector<DrawContest> contests_of(const domain::Edition& edition, wire::Round round, const std::string& delegation) {
  std::vector<DrawContest> contests;
  for (const domain::Event& event : edition.events) {
    if (round == wire::Round::kFinal) {
      contests.push_back({event.code, "", wire::contest_of(edition.id, round, event.code, "", "")});
      continue;
    }
    for (const std::string& group : event.groups) {
      contests.push_back({event.code, group, wire::contest_of(edition.id, round, event.code, group, delegation)});
    }
  }
  return contests;
}

core::Result<std::vector<DrawList>> accepted_entries(store::Store& store, const std::vector<DrawContest>& contests) {
  std::vector<DrawList> lists;
  for (const DrawContest& one : contests) {
    std::set<std::string> entries;
    std::string cursor = "0";
    do {
      const auto page = runtime::board_page(store, one.contest, cursor);
      if (!page) return tl::unexpected(page.error());
      for (const runtime::BoardPlace& place : *page) {
        if (place.stage == wire::place_stage::kAccepted) entries.insert(core::to_hex(place.entry));
      }
    } while (cursor != "0");
    lists.push_back({one.event, one.group, {entries.begin(), entries.end()}});
  }
  return lists;
}

}  // namespace naadam::scheduling
