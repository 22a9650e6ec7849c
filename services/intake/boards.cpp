#include "intake/boards.hpp"

#include <algorithm>
#include <map>
#include <span>
#include <stdexcept>
#include <utility>

#include "core/limits.hpp"
#include "wire/place.hpp"
#include "wire/stages.hpp"

namespace naadam::intake {

void Boards::stands(const core::Id& entry, const core::Rev& source, const wire::EntryState& state) {
  wishes_.push_back(
      {wire::place_id(wire::trial_of(edition_, state), entry), entry, source, wire::stage_on_board(state)});
  for (const std::uint64_t left : state.left) elsewhere(left, entry, source);
}

void Boards::elsewhere(std::uint64_t contest, const core::Id& entry, const core::Rev& source) {
  wishes_.push_back({wire::place_id(contest, entry), entry, source, wire::place_stage::kElsewhere});
}

bool Boards::tell() {
  struct Call {
    store::Apply apply;
    store::ColumnBuilder states;
  };
  std::map<std::pair<std::uint16_t, store::Stage>, std::vector<Call>> by_place;  // by shard and stage
  for (const Wish& wish : wishes_) {
    const std::uint16_t shard = core::shard_of(wish.place, store_.shards());
    std::vector<Call>& calls = by_place[{shard, wish.stage}];
    if (calls.empty() || calls.back().apply.ids.size() >= core::limits::kCallItemsMax * core::kIdBytes) {
      store::Apply& apply = calls.emplace_back().apply;
      apply.kind = store::Kind::kPlace;
      apply.shard = shard;
      apply.to = wish.stage;
      apply.wait = store::kNeverDue;
    }
    Call& call = calls.back();
    std::string state = wire::encode(wire::PlaceState{wish.source, wish.entry});
    store::add_check(state, wish.place.view(), wish.source, {});
    call.apply.ids.append(wish.place.view());
    wish.source.append_to(call.apply.revs);
    call.states.add(state);
  }
  std::vector<store::Apply> applies;
  for (auto& [place, calls] : by_place) {
    for (Call& call : calls) applies.emplace_back(std::move(call.apply)).states = call.states.finish();
  }
  store_.apply(applies);
  return std::ranges::all_of(applies,
                             [](const store::Apply& call) { return call.answer.outcome == store::Outcome::kDone; });
}

bool Boards::mend() {
  std::map<std::uint16_t, std::vector<Wish>> by_shard;
  for (const Wish& wish : wishes_) by_shard[core::shard_of(wish.place, store_.shards())].push_back(wish);
  wishes_.clear();
  for (const auto& [shard, wishes] : by_shard) {
    for (std::size_t from = 0; from < wishes.size(); from += core::limits::kCallItemsMax) {
      const auto some = std::span(wishes).subspan(from, std::min(core::limits::kCallItemsMax, wishes.size() - from));
      store::Read read;
      read.kind = store::Kind::kPlace;
      read.shard = shard;
      for (const Wish& wish : some) read.ids.append(wish.place.view());
      store_.read({&read, 1});
      if (read.answer.outcome != store::Outcome::kDone) return false;
      for (std::size_t i = 0; i < some.size(); ++i) {
        if (!read.records[i].found || read.records[i].stage != some[i].stage) wishes_.push_back(some[i]);
      }
    }
  }
  return tell();
}

bool mend_boards(store::Store& store, std::string_view edition, const std::vector<store::Batch>& entries) {
  Boards boards(store, edition);
  for (const store::Batch& batch : entries) {
    for (std::size_t i = 0; i < batch.size(); ++i) {
      const auto checked = store::open_check(batch.state(i), batch.id_bytes(i), batch.rev(i), batch.body(i));
      if (!checked.ok) continue;  // the auditor's
      const auto state = wire::decode_entry_state(checked.state);
      if (!state) throw std::runtime_error(state.error().cause);
      boards.stands(batch.id(i), batch.rev(i), *state);
    }
  }
  return boards.mend();
}

bool clear_boards(store::Store& store, std::string_view edition, const store::Batch& places, std::uint32_t before) {
  struct Told {
    std::uint64_t contest;
    core::Id entry;
    core::Rev source;
  };
  struct Now {
    std::uint64_t contest;
    core::Rev rev;
  };
  std::vector<Told> told;
  std::map<std::uint16_t, store::Read> reads;
  for (std::size_t i = 0; i < places.size(); ++i) {
    const auto checked = store::open_check(places.state(i), places.id_bytes(i), places.rev(i), places.body(i));
    if (!checked.ok) continue;  // the auditor's
    const auto place = wire::decode_place_state(checked.state);
    if (!place) throw std::runtime_error(place.error().cause);
    if (place->source.epoch >= before) continue;
    told.push_back({wire::contest_in(places.id(i)), place->entry, place->source});
    reads[core::shard_of(place->entry, store.shards())].ids.append(place->entry.view());
  }
  std::map<core::Id, Now> entries;
  for (auto& [shard, read] : reads) {
    read.kind = store::Kind::kEntry;
    read.shard = shard;
    store.read({&read, 1});
    if (read.answer.outcome != store::Outcome::kDone) return false;
    for (std::size_t k = 0; k < read.records.size(); ++k) {
      const store::Record& record = read.records[k];
      if (!record.found) continue;
      const auto id = std::string_view(read.ids).substr(k * core::kIdBytes, core::kIdBytes);
      const auto state = wire::decode_entry_state(store::open_check(record.state, id, record.rev, record.body).state);
      if (!state) throw std::runtime_error(state.error().cause);
      entries[core::Id::from(id)] = {wire::trial_of(edition, *state), record.rev};
    }
  }
  Boards boards(store, edition);
  for (const Told& one : told) {
    const auto found = entries.find(one.entry);
    if (found != entries.end() && found->second.contest == one.contest) continue;
    const core::Rev stands = found == entries.end() ? core::Rev{} : found->second.rev;
    boards.elsewhere(one.contest, one.entry, core::no_earlier_than(store.epoch(), stands));
  }
  return boards.tell();
}

}  // namespace naadam::intake
