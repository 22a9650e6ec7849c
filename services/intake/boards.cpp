#include "intake/boards.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>
#include <utility>

#include "core/limits.hpp"
#include "runtime/newest.hpp"
#include "runtime/step_loop.hpp"
#include "wire/place.hpp"
#include "wire/stages.hpp"

namespace naadam::intake {
namespace {

// Places on their way to the boards of one shard, at one stage.
class Telling {
 public:
  explicit Telling(store::Store& store) : store_(store) {}

  void add(std::uint64_t contest, const core::Id& entry, const core::Rev& source, store::Stage stage) {
    const core::Id id = wire::place_id(contest, entry);
    std::vector<Call>& calls = by_place_[{core::shard_of(id, store_.shards()), stage}];
    if (calls.empty() || calls.back().places.ids.size() >= core::limits::kCallItemsMax * core::kIdBytes) {
      calls.emplace_back();
    }
    std::string state = wire::encode(wire::PlaceState{source, entry});
    store::add_check(state, id.view(), source, {});
    calls.back().places.ids.append(id.view());
    source.append_to(calls.back().places.revs);
    calls.back().states.add(state);
  }

  bool run() {
    std::vector<store::Apply> applies;
    for (auto& [place, calls] : by_place_) {
      for (Call& call : calls) {
        store::Apply& apply = applies.emplace_back(std::move(call.places));
        apply.kind = store::Kind::kPlace;
        apply.shard = place.first;
        apply.to = place.second;
        apply.wait = store::kNeverDue;
        apply.states = call.states.finish();
      }
    }
    store_.apply(applies);
    return std::all_of(applies.begin(), applies.end(),
                       [](const store::Apply& call) { return call.answer.outcome == store::Outcome::kDone; });
  }

 private:
  struct Call {
    store::Apply places;
    store::ColumnBuilder states;
  };
  store::Store& store_;
  std::map<std::pair<std::uint16_t, store::Stage>, std::vector<Call>> by_place_;
};

}  // namespace

bool tell_boards(store::Store& store, std::string_view edition, const std::vector<store::Batch>& work) {
  Telling telling(store);
  static constexpr std::uint32_t kFirstJudged = 2;  // received, judged
  const runtime::Newest newest(work, kFirstJudged);
  for (const store::Batch& batch : work) {
    for (std::size_t i = 0; i < batch.size(); ++i) {
      if (!newest.is(batch, i)) continue;
      const auto checked = store::open_check(batch.state(i), batch.id_bytes(i), batch.rev(i), batch.body(i));
      if (!checked.ok) continue;  // the auditor's
      const auto state = wire::decode_entry_state(checked.state);
      if (!state) throw std::runtime_error(state.error().cause);
      const std::uint64_t contest = wire::trial_of(edition, *state);
      telling.add(contest, batch.id(i), batch.rev(i), wire::stage_on_board(*state));
      for (const std::uint64_t left : state->left) {
        if (left != contest) telling.add(left, batch.id(i), batch.rev(i), wire::place_stage::kElsewhere);
      }
    }
  }
  return telling.run();
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
  Telling telling(store);
  for (const Told& one : told) {
    const auto found = entries.find(one.entry);
    if (found != entries.end() && found->second.contest == one.contest) continue;
    // Newer than what an older epoch said, older than anything that an entry says under this one.
    core::Rev source{store.epoch(), 0, 0};
    if (found != entries.end() && found->second.rev.newer_than(one.source)) source = found->second.rev;
    telling.add(one.contest, one.entry, source, wire::place_stage::kElsewhere);
  }
  return telling.run();
}

}  // namespace naadam::intake
