#include "scheduling/contest_list.hpp"

#include <set>

#include "core/limits.hpp"
#include "runtime/not_now.hpp"
#include "wire/place.hpp"
#include "wire/stages.hpp"

namespace naadam::scheduling {

core::Result<std::vector<BoardPlace>> board_page(store::Store& store, std::uint64_t contest, std::string& cursor) {
  store::List page{.shard = core::shard_of(wire::place_id(contest, {}), store.shards()),
                   .group = wire::board_of(contest),
                   .cursor = cursor,
                   .count = static_cast<std::uint32_t>(core::limits::kCallItemsMax),
                   .answer = {},
                   .ids = {}};
  store.list({&page, 1});
  if (page.answer.outcome != store::Outcome::kDone) return runtime::not_now(page.answer);
  std::vector<BoardPlace> places;
  constexpr std::size_t kStep = core::limits::kCallItemsMax * core::kIdBytes;  // a page may hold more
  for (std::size_t at = 0; at < page.ids.size(); at += kStep) {
    store::Read read;
    read.kind = store::Kind::kPlace;
    read.shard = page.shard;
    read.ids = page.ids.substr(at, kStep);
    store.read({&read, 1});
    if (read.answer.outcome != store::Outcome::kDone) return runtime::not_now(read.answer);
    for (std::size_t i = 0; i < read.records.size(); ++i) {
      const store::Record& record = read.records[i];
      if (!record.found || record.stage == wire::place_stage::kElsewhere) continue;
      const auto id = std::string_view(read.ids).substr(i * core::kIdBytes, core::kIdBytes);
      const auto checked = store::open_check(record.state, id, record.rev, record.body);
      const auto state = wire::decode_place_state(checked.state);
      if (!checked.ok || !state) continue;  // the auditor's
      places.push_back({state->entry, record.stage});
    }
  }
  cursor = page.cursor;
  return places;
}

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
      const auto page = board_page(store, one.contest, cursor);
      if (!page) return tl::unexpected(page.error());
      for (const BoardPlace& place : *page) {
        if (place.stage == wire::place_stage::kAccepted) entries.insert(core::to_hex(place.entry));
      }
    } while (cursor != "0");
    lists.push_back({one.event, one.group, {entries.begin(), entries.end()}});
  }
  return lists;
}

}  // namespace naadam::scheduling
