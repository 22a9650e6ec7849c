// ModelStore's calls that change no record, and its facts.
#include <algorithm>

#include "model_shard.hpp"

namespace naadam::store {

std::optional<core::Millis> ModelStore::next_due() const {
  std::optional<core::Millis> next;
  for (const Shard& shard : shards_) {
    for (const auto& [kind, items] : shard.shelves) {
      for (const auto& [id, item] : items) {
        if (item.due != kNeverDue && !item.parked && (!next || item.due < *next)) next = item.due;
      }
    }
  }
  return next;
}

void ModelStore::read_marks(std::span<ReadMarks> calls) {
  for (ReadMarks& call : calls) {
    const std::string upload(call.upload.view());
    const auto& marks = shards_[call.shard].marks;
    call.marks.clear();
    for (std::uint32_t row = call.from; row < call.from + call.count; ++row) {
      const auto it = marks.find({upload, row});
      call.marks.append(it == marks.end() ? std::string(kMarkBytes, '\0') : it->second);
    }
    call.filled = static_cast<std::uint64_t>(
        std::distance(marks.lower_bound({upload, 0}), marks.upper_bound({upload, UINT32_MAX})));
    call.answer = done({});
  }
}

void ModelStore::walk(std::span<Walk> calls) {
  for (Walk& call : calls) {
    const Items& items = shards_[call.shard].shelves[call.kind];
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

void ModelStore::read(std::span<Read> calls) {
  for (Read& call : calls) {
    Items& items = shards_[call.shard].shelves[call.kind];
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

void ModelStore::scan(std::span<Scan> calls) {
  for (Scan& call : calls) {
    call.ids.clear();
    for (const auto& [id, item] : shards_[call.shard].shelves[call.kind]) call.ids.append(id);
    call.cursor = "0";
    call.answer = done({});
  }
}

void ModelStore::count(std::span<Count> calls) {
  for (Count& call : calls) {
    call.stages.clear();
    call.parked = 0;
    for (const auto& [id, item] : shards_[call.shard].shelves[call.kind]) {
      Backlog& backlog = call.stages[item.stage];
      ++backlog.records;
      if (item.parked) ++call.parked;
      if (item.due != kNeverDue) backlog.oldest_due_ms = std::max(backlog.oldest_due_ms, now_ - item.due);
    }
    call.answer = done({});
  }
}

void ModelStore::count_groups(std::span<CountGroups> calls) {
  for (CountGroups& call : calls) {
    call.groups.clear();
    for (const auto& [id, item] : shards_[call.shard].shelves[call.kind]) {
      ++call.groups[id.substr(0, kGroupBytes)][item.stage];
    }
    call.answer = done({});
  }
}

void ModelStore::list(std::span<List> calls) {
  for (List& call : calls) {
    call.ids.clear();
    for (const auto& [id, item] : shards_[call.shard].shelves[call.kind]) {
      if (id.starts_with(call.group)) call.ids.append(id);
    }
    call.cursor = "0";
    call.answer = done({});
  }
}

void ModelStore::read_log(std::span<ReadLog> calls) {
  for (ReadLog& call : calls) {
    const std::vector<LogEntry>& entries = shards_[call.shard].log;
    const auto count = static_cast<std::ptrdiff_t>(std::min<std::size_t>(call.count, entries.size()));
    call.entries.assign(entries.begin(), entries.begin() + count);
    call.waiting = entries.size();
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
