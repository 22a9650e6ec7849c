#include "store/model_store.hpp"

#include <algorithm>

#include "core/bytes.hpp"

namespace naadam::store {
namespace {

std::string_view nth(std::string_view bytes, std::size_t width, std::size_t i) {
  return bytes.substr(i * width, width);
}
std::string_view nth_id(std::string_view ids, std::size_t i) { return nth(ids, core::kIdBytes, i); }
std::string_view nth_rev(std::string_view revs, std::size_t i) { return nth(revs, core::kRevBytes, i); }

// The order of two byte-wise (epoch, n) prefixes is the order of their first eight bytes.
std::string_view order_of(std::string_view rev_or_mark) { return rev_or_mark.substr(0, 8); }

// Names the one record that lies in it.
std::string pack_of(std::string_view id) {
  std::string name;
  core::put_u64(name, core::content_hash(id));
  return name;
}

std::string one_cell(std::string_view cell) {
  ColumnBuilder column(1);
  column.add(cell);
  return column.finish();
}

ItemAnswers done(std::string letters) {
  ItemAnswers answer;
  answer.outcome = Outcome::kDone;
  answer.letters = std::move(letters);
  return answer;
}

}  // namespace

template <class Call>
void ModelStore::note(const Call& call, Stage from, const std::string& before) {
  if (call.log.empty() || call.answer.count(ItemAnswer::kDone) == 0) return;
  Log& log = logs_[call.shard];
  const std::size_t n = call.ids.size() / core::kIdBytes;
  LogEntry entry;
  entry.place.epoch = core::get_u32(call.revs);
  if (log.last && log.last->epoch >= entry.place.epoch) entry.place = {log.last->epoch, log.last->n + 1};
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
  log.last = entry.place;
  log.entries.push_back(std::move(entry));
}

std::optional<core::Millis> ModelStore::next_due() const {
  std::optional<core::Millis> next;
  for (const auto& [shelf, items] : shelves_) {
    for (const auto& [id, item] : items) {
      if (item.due != kNeverDue && !item.parked && (!next || item.due < *next)) next = item.due;
    }
  }
  return next;
}

void ModelStore::admit(std::span<Admit> calls) {
  for (Admit& call : calls) {
    Items& items = shelves_[{call.kind, call.shard}];
    const std::size_t n = call.ids.size() / core::kIdBytes;
    std::string letters;
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
  }
}

void ModelStore::advance(std::span<Advance> calls) {
  for (Advance& call : calls) {
    Items& items = shelves_[{call.kind, call.shard}];
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
    Items& items = shelves_[{call.kind, call.shard}];
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
    for (std::size_t i = 0; i * 4 < call.rows.size(); ++i) {
      const std::string_view mark = nth(call.marks, kMarkBytes, i);
      std::string& kept = marks_[{upload, core::get_u32(nth(call.rows, 4, i))}];
      if (kept == mark) {
        letters.push_back('k');
      } else if (!kept.empty() && order_of(mark) < order_of(kept)) {
        letters.push_back('l');
      } else {
        kept = mark;
        letters.push_back('d');
      }
    }
    const auto first = marks_.lower_bound({upload, 0});
    const auto last = marks_.upper_bound({upload, UINT32_MAX});
    call.filled = static_cast<std::uint64_t>(std::distance(first, last));
    call.answer = done(std::move(letters));
  }
}

void ModelStore::read_marks(std::span<ReadMarks> calls) {
  for (ReadMarks& call : calls) {
    const std::string upload(call.upload.view());
    call.marks.clear();
    for (std::uint32_t row = call.from; row < call.from + call.count; ++row) {
      const auto it = marks_.find({upload, row});
      call.marks.append(it == marks_.end() ? std::string(kMarkBytes, '\0') : it->second);
    }
    call.filled = static_cast<std::uint64_t>(
        std::distance(marks_.lower_bound({upload, 0}), marks_.upper_bound({upload, UINT32_MAX})));
    call.answer = done({});
  }
}

void ModelStore::take(std::span<Take> calls) {
  for (Take& call : calls) {
    call.batches.clear();
    std::uint32_t room = call.room;
    std::vector<std::pair<core::Millis, std::string>> due;
    Items& items = shelves_[{call.kind, call.shard}];
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
    for (auto& [id, item] : shelves_[{call.kind, call.shard}]) {
      if (item.stage != call.stage || item.parked || pack_of(id) != call.pack) continue;
      item.attempts = static_cast<std::uint32_t>(std::max(0, static_cast<int>(item.attempts) + call.attempts_change));
      item.due = due_at(call.wait);
    }
    call.answer = done({});
  }
}

void ModelStore::park(std::span<Park> calls) {
  for (Park& call : calls) {
    Items& items = shelves_[{call.kind, call.shard}];
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
    for (auto& [id, item] : shelves_[{call.kind, call.shard}]) {
      if (!item.parked || call.replayed == call.room) continue;
      item.parked = false;
      item.attempts = 0;
      item.due = now_;
      ++call.replayed;
    }
    call.answer = done({});
  }
}

void ModelStore::read(std::span<Read> calls) {
  for (Read& call : calls) {
    Items& items = shelves_[{call.kind, call.shard}];
    call.records.clear();
    for (std::size_t i = 0; i * core::kIdBytes < call.ids.size(); ++i) {
      const auto it = items.find(std::string(nth_id(call.ids, i)));
      Record record;
      if (it != items.end()) {
        record = {true, it->second.stage, core::Rev::from(it->second.rev), it->second.state, it->second.body};
      }
      call.records.push_back(std::move(record));
    }
    call.answer = done({});
  }
}

void ModelStore::walk(std::span<Walk> calls) {
  for (Walk& call : calls) {
    const Items& items = shelves_[{call.kind, call.shard}];
    call.batches.clear();
    call.answer = done({});
    auto it = items.upper_bound(call.after);
    for (; it != items.end() && call.batches.size() < call.room; ++it) {
      call.after = it->first;
      if (it->second.stage != call.stage || it->second.parked) continue;
      call.batches.push_back({.kind = call.kind,
                              .stage = call.stage,
                              .shard = call.shard,
                              .pack = pack_of(it->first),
                              .attempts = it->second.attempts,
                              .ids = it->first,
                              .revs = it->second.rev,
                              .states = one_cell(it->second.state),
                              .bodies = one_cell(it->second.body)});
    }
    call.over = it == items.end();
  }
}

void ModelStore::number(std::span<Number> calls) {
  for (Number& call : calls) {
    auto& of_owner = numbers_[std::string(call.owner.view())];
    call.number = of_owner.try_emplace(std::string(call.item.view()), of_owner.size() + 1).first->second;
    call.answer = done({});
  }
}

void ModelStore::scan(std::span<Scan> calls) {
  for (Scan& call : calls) {
    call.ids.clear();
    for (const auto& [id, item] : shelves_[{call.kind, call.shard}]) call.ids.append(id);
    call.cursor = "0";
    call.answer = done({});
  }
}

void ModelStore::count(std::span<Count> calls) {
  for (Count& call : calls) {
    call.stages.clear();
    call.parked = 0;
    for (const auto& [id, item] : shelves_[{call.kind, call.shard}]) {
      Backlog& backlog = call.stages[item.stage];
      ++backlog.records;
      if (item.parked) ++call.parked;
      if (item.due != kNeverDue) backlog.oldest_due_ms = std::max(backlog.oldest_due_ms, now_ - item.due);
    }
    call.answer = done({});
  }
}

void ModelStore::read_log(std::span<ReadLog> calls) {
  for (ReadLog& call : calls) {
    const std::vector<LogEntry>& entries = logs_[call.shard].entries;
    const auto count = static_cast<std::ptrdiff_t>(std::min<std::size_t>(call.count, entries.size()));
    call.entries.assign(entries.begin(), entries.begin() + count);
    call.waiting = entries.size();
    call.answer = done({});
  }
}

void ModelStore::trim_log(std::span<TrimLog> calls) {
  for (TrimLog& call : calls) {
    std::erase_if(logs_[call.shard].entries, [&call](const LogEntry& entry) { return entry.place <= call.upto; });
    call.answer = done({});
  }
}

core::Result<std::optional<std::string>> ModelStore::get_fact(std::string_view name) {
  const auto it = facts_.find(name);
  if (it == facts_.end()) return std::optional<std::string>{};
  return std::optional<std::string>{it->second};
}

core::Status ModelStore::put_fact(std::string_view name, std::string_view value) {
  facts_[std::string(name)] = value;
  return {};
}

core::Result<std::string> ModelStore::keep_fact(std::string_view name, std::string_view value) {
  return facts_.emplace(name, value).first->second;
}

}  // namespace naadam::store
