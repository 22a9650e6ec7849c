#include "runtime/board_pages.hpp"

#include <set>

#include "core/limits.hpp"
#include "runtime/not_now.hpp"
#include "wire/place.hpp"
#include "wire/stages.hpp"

namespace naadam::runtime {

core::Result<std::vector<BoardPlace>> board_page(store::Store& store, std::uint64_t contest, std::string& cursor) {
  store::List page{.shard = core::shard_of(wire::place_id(contest, {}), store.shards()),
                   .group = wire::board_of(contest),
                   .cursor = cursor,
                   .count = static_cast<std::uint32_t>(core::limits::kCallItemsMax),
                   .answer = {},
                   .ids = {}};
  store.list({&page, 1});
  if (page.answer.outcome != store::Outcome::kDone) return not_now(page.answer);
  std::vector<BoardPlace> places;
  constexpr std::size_t kStep = core::limits::kCallItemsMax * core::kIdBytes;  // a page may hold more
  for (std::size_t at = 0; at < page.ids.size(); at += kStep) {
    store::Read read;
    read.kind = store::Kind::kPlace;
    read.shard = page.shard;
    read.ids = page.ids.substr(at, kStep);
    store.read({&read, 1});
    if (read.answer.outcome != store::Outcome::kDone) return not_now(read.answer);
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

core::Result<std::vector<core::Id>> entries_on_boards(store::Store& store, const std::vector<std::uint64_t>& contests) {
  std::set<core::Id> entries;
  for (const std::uint64_t contest : contests) {
    std::string cursor = "0";
    do {
      const auto page = board_page(store, contest, cursor);
      if (!page) return tl::unexpected(page.error());
      for (const BoardPlace& place : *page) entries.insert(place.entry);
    } while (cursor != "0");
  }
  return std::vector<core::Id>(entries.begin(), entries.end());
}

}  // namespace naadam::runtime
