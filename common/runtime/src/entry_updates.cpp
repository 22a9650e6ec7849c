#include "runtime/entry_updates.hpp"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "core/limits.hpp"
#include "wire/stages.hpp"

namespace naadam::runtime {
namespace {

using core::limits::kBatchItems;

// Somebody else may write an entry meanwhile; each round one of the two wins.
constexpr int kRoundsMax = 8;

// One that was told of its verdict is to be told again; one on its way there stays where it is.
store::Stage stage_after(store::Stage stage) { return std::min(stage, wire::entry_stage::kJudged); }

struct Columns {
  std::string ids, expected, revs;
  store::ColumnBuilder states;
};

}  // namespace

EntriesUpdated update_entries(store::Store& store, std::span<const core::Id> entries, const EntryWish& wish) {
  EntriesUpdated result;
  std::vector<core::Id> open(entries.begin(), entries.end());
  for (int round = 0; !open.empty() && round < kRoundsMax; ++round) {
    std::map<std::uint16_t, std::vector<store::Read>> by_shard;
    for (const core::Id& entry : open) {
      const std::uint16_t shard = core::shard_of(entry, store.shards());
      std::vector<store::Read>& reads = by_shard[shard];
      if (reads.empty() || reads.back().ids.size() >= kBatchItems * core::kIdBytes) {
        store::Read& read = reads.emplace_back();
        read.kind = store::Kind::kEntry;
        read.shard = shard;
      }
      reads.back().ids.append(entry.view());
    }
    open.clear();
    for (auto& [shard, reads] : by_shard) {
      store.read(reads);
      std::map<store::Stage, Columns> writes;
      for (const store::Read& read : reads) {
        for (std::size_t i = 0; i * core::kIdBytes < read.ids.size(); ++i) {
          const core::Id entry = core::Id::from(std::string_view(read.ids).substr(i * core::kIdBytes, core::kIdBytes));
          if (read.answer.outcome != store::Outcome::kDone) {
            ++result.left;
            continue;
          }
          const store::Record& record = read.records[i];
          const auto checked = store::open_check(record.state, entry.view(), record.rev, record.body);
          auto state = wire::decode_entry_state(checked.state);
          if (!record.found || !checked.ok || !state) {
            ++result.absent;
            continue;
          }
          if (!wish(entry, *state)) continue;
          if (store.epoch() > record.rev.epoch) state->owe_notices();
          std::string bytes = wire::encode(*state);
          const core::Rev rev = core::next_rev(record.rev, store.epoch(), bytes);
          store::add_check(bytes, entry.view(), rev, record.body);
          Columns& columns = writes[record.stage];
          columns.ids.append(entry.view());
          record.rev.append_to(columns.expected);
          rev.append_to(columns.revs);
          columns.states.add(bytes);
        }
      }
      for (auto& [stage, columns] : writes) {
        store::Advance call;
        call.kind = store::Kind::kEntry;
        call.shard = shard;
        call.from = stage;
        call.to = stage_after(stage);
        call.ids = std::move(columns.ids);
        call.expected = std::move(columns.expected);
        call.revs = std::move(columns.revs);
        call.states = columns.states.finish();
        call.log = store.who();
        store.advance({&call, 1});
        for (std::size_t i = 0; i * core::kIdBytes < call.ids.size(); ++i) {
          const bool answered = call.answer.outcome == store::Outcome::kDone;
          if (answered && call.answer.item(i) == store::ItemAnswer::kDone) {
            ++result.changed;
          } else {
            open.push_back(core::Id::from(std::string_view(call.ids).substr(i * core::kIdBytes, core::kIdBytes)));
          }
        }
      }
    }
  }
  result.left += open.size();
  return result;
}

}  // namespace naadam::runtime
