#include "store/model_store.hpp"

#include <algorithm>
#include <set>

#include "model_shard.hpp"

namespace naadam::store {

ModelStore::ModelStore(std::uint16_t shards, core::Millis now) : shards_(shards), now_(now) {}
ModelStore::~ModelStore() = default;

std::uint16_t ModelStore::shards() const { return static_cast<std::uint16_t>(shards_.size()); }

std::shared_ptr<const ModelStore::Shard> ModelStore::copy_of(std::uint16_t shard) const {
  return std::make_shared<const Shard>(shards_[shard]);
}
void ModelStore::set_back(std::uint16_t shard, const Shard& copy) { shards_[shard] = copy; }

template <class Call>
void ModelStore::note(const Call& call, Stage from, const std::string& before) {
  if (call.log.empty() || call.answer.count(ItemAnswer::kDone) == 0) return;
  Shard& shard = shards_[call.shard];
  const std::size_t n = call.ids.size() / core::kIdBytes;
  LogEntry entry;
  entry.place.epoch = std::max(epoch_, core::get_u32(call.revs));
  if (shard.log_end && shard.log_end->epoch >= entry.place.epoch) {
    entry.place = {shard.log_end->epoch, shard.log_end->n + 1};
  }
  entry.at = now_;
  entry.who = call.log;
  entry.kind = call.kind;
  entry.from = from;
  entry.to = call.to;
  ColumnBuilder states;
  for (std::size_t i = 0; i < n; ++i) {
    if (call.answer.item(i) != ItemAnswer::kDone) continue;
    entry.ids.append(nth_id(call.ids, i));
    if (!before.empty()) entry.before.append(nth_rev(before, i));
    entry.after.append(nth_rev(call.revs, i));
    states.add(column_cell(call.states, n, i));
    if (!call.digests.empty()) entry.digests.append(nth(call.digests, kDigestBytes, i));
  }
  entry.states = states.finish();
  shard.log_end = entry.place;
  shard.log.push_back(std::move(entry));
}

void ModelStore::admit(std::span<Admit> calls) {
  for (Admit& call : calls) {
    Items& items = shards_[call.shard].shelves[call.kind];
    const std::size_t n = call.ids.size() / core::kIdBytes;
    std::string letters;
    if (call.number != 0 && !items.contains(call.ids)) {
      Shard& shard = shards_[call.shard];
      if (shard.number_of(call.owner, core::Id::from(call.ids)) != call.number) {
        call.answer = done("s");
        continue;
      }
      shard.numbers[std::string(call.owner.view())][call.ids] = call.number;
    }
    for (std::size_t i = 0; i < n; ++i) {
      Item item{call.to,
                std::string(nth_rev(call.revs, i)),
                std::string(column_cell(call.states, n, i)),
                std::string(column_cell(call.bodies, n, i)),
                0,
                due_at(call.wait),
                false};
      letters.push_back(items.emplace(nth_id(call.ids, i), std::move(item)).second ? 'd' : 'x');
    }
    call.answer = done(std::move(letters));
    note(call, 0, "");
  }
}

void ModelStore::advance(std::span<Advance> calls) {
  for (Advance& call : calls) {
    Items& items = shards_[call.shard].shelves[call.kind];
    const std::size_t n = call.ids.size() / core::kIdBytes;
    std::string letters;
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < n; ++i) {
      const auto it = items.find(std::string(nth_id(call.ids, i)));
      if (it == items.end()) {
        letters.push_back('r');
        continue;
      }
      Item& item = it->second;
      const bool fits = item.stage == call.from && item.rev == nth_rev(call.expected, i);
      if (!fits || !seen.insert(nth_id(call.ids, i)).second) {
        letters.push_back('s');
        continue;
      }
      item.stage = call.to;
      item.rev = nth_rev(call.revs, i);
      item.state = column_cell(call.states, n, i);
      if (call.replace_bodies) item.body = column_cell(call.bodies, n, i);
      item.attempts = 0;
      item.parked = false;
      item.due = due_at(call.wait);
      letters.push_back('d');
    }
    call.answer = done(std::move(letters));
    note(call, call.from, call.expected);
  }
}

void ModelStore::apply(std::span<Apply> calls) {
  for (Apply& call : calls) {
    Items& items = shards_[call.shard].shelves[call.kind];
    const std::size_t n = call.ids.size() / core::kIdBytes;
    std::string letters;
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < n; ++i) {
      const std::string_view state = column_cell(call.states, n, i);
      const auto [it, fresh] = items.try_emplace(std::string(nth_id(call.ids, i)));
      Item& item = it->second;
      if (!fresh) {
        const std::string_view old = item.state;
        if (seen.contains(nth_id(call.ids, i)) || order_of(state) < order_of(old)) {
          letters.push_back('l');
          continue;
        }
        if (order_of(state) == order_of(old)) {
          letters.push_back(nth_rev(state, 0) == nth_rev(old, 0) ? 'k' : 'a');
          continue;
        }
      }
      seen.insert(nth_id(call.ids, i));
      item = Item{call.to,
                  std::string(nth_rev(call.revs, i)),
                  std::string(state),
                  std::string(column_cell(call.bodies, n, i)),
                  0,
                  due_at(call.wait),
                  false};
      letters.push_back('d');
    }
    call.answer = done(std::move(letters));
    note(call, 0, {});
  }
}

void ModelStore::mark(std::span<Mark> calls) {
  for (Mark& call : calls) {
    std::string letters;
    const std::string upload(call.upload.view());
    auto& marks = shards_[call.shard].marks;
    for (std::size_t i = 0; i * 4 < call.rows.size(); ++i) {
      const std::string_view mark = nth(call.marks, kMarkBytes, i);
      std::string& kept = marks[{upload, core::get_u32(nth(call.rows, 4, i))}];
      if (kept == mark) {
        letters.push_back('k');
      } else if (!kept.empty() && order_of(mark) < order_of(kept)) {
        letters.push_back('l');
      } else {
        kept = mark;
        letters.push_back('d');
      }
    }
    const auto first = marks.lower_bound({upload, 0});
    const auto last = marks.upper_bound({upload, UINT32_MAX});
    call.filled = static_cast<std::uint64_t>(std::distance(first, last));
    call.answer = done(std::move(letters));
  }
}

void ModelStore::take(std::span<Take> calls) {
  for (Take& call : calls) {
    call.batches.clear();
    std::uint32_t room = call.room;
    std::vector<std::pair<core::Millis, std::string>> due;
    Items& items = shards_[call.shard].shelves[call.kind];
    for (const auto& [id, item] : items) {
      if (item.stage != call.stage || item.parked || item.due == kNeverDue) continue;
      if (item.due <= now_ || (call.wait_max > 0 && item.due > now_ + call.wait_max)) {
        due.emplace_back(item.due, id);
      }
    }
    std::sort(due.begin(), due.end());
    for (const auto& [when, id] : due) {
      if (room == 0) break;
      --room;
      Item& item = items[id];
      ++item.attempts;
      item.due = now_ + call.lease;
      Batch batch;
      batch.kind = call.kind;
      batch.stage = call.stage;
      batch.shard = call.shard;
      batch.pack = pack_of(id);
      batch.attempts = item.attempts;
      batch.ids = id;
      batch.revs = item.rev;
      ColumnBuilder states(1);
      states.add(item.state);
      batch.states = states.finish();
      ColumnBuilder bodies(1);
      bodies.add(item.body);
      batch.bodies = bodies.finish();
      call.batches.push_back(std::move(batch));
    }
    call.answer = done({});
  }
}

void ModelStore::defer(std::span<Defer> calls) {
  for (Defer& call : calls) {
    for (auto& [id, item] : shards_[call.shard].shelves[call.kind]) {
      if (item.stage != call.stage || item.parked || pack_of(id) != call.pack) continue;
      item.attempts = static_cast<std::uint32_t>(std::max(0, static_cast<int>(item.attempts) + call.attempts_change));
      item.due = due_at(call.wait);
    }
    call.answer = done({});
  }
}

void ModelStore::park(std::span<Park> calls) {
  for (Park& call : calls) {
    Items& items = shards_[call.shard].shelves[call.kind];
    std::string letters;
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i * core::kIdBytes < call.ids.size(); ++i) {
      const auto it = items.find(std::string(nth_id(call.ids, i)));
      if (it == items.end()) {
        letters.push_back('r');
      } else if (it->second.stage != call.stage || it->second.rev != nth_rev(call.expected, i) ||
                 !seen.insert(nth_id(call.ids, i)).second) {
        letters.push_back('s');
      } else {
        it->second.parked = true;
        it->second.due = kNeverDue;
        letters.push_back('d');
      }
    }
    call.answer = done(std::move(letters));
  }
}

void ModelStore::replay(std::span<Replay> calls) {
  for (Replay& call : calls) {
    call.replayed = 0;
    for (auto& [id, item] : shards_[call.shard].shelves[call.kind]) {
      if (!item.parked || call.replayed == call.room) continue;
      item.parked = false;
      item.attempts = 0;
      item.due = now_;
      ++call.replayed;
    }
    call.answer = done({});
  }
}

void ModelStore::number(std::span<Number> calls) {
  for (Number& call : calls) {
    call.number = shards_[call.shard].number_of(call.owner, call.item);
    call.answer = done({});
  }
}

void ModelStore::trim_log(std::span<TrimLog> calls) {
  for (TrimLog& call : calls) {
    std::erase_if(shards_[call.shard].log, [&call](const LogEntry& entry) { return entry.place <= call.upto; });
    call.answer = done({});
  }
}

}  // namespace naadam::store
