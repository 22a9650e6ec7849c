#include "faulty_store.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <type_traits>

#include "core/bytes.hpp"

namespace naadam::sim {
namespace {

using store::Batch;
using store::Outcome;

constexpr int kPackedTimesMax = 2;
constexpr std::uint64_t kOurPacks = 0xFEED'0000'0000'0000u;

std::string_view word(CallFate fate) {
  switch (fate) {
    case CallFate::kAnswered:
      return "answered";
    case CallFate::kExecutedUnknown:
      return "executed, unknown";
    case CallFate::kLostUnknown:
      return "lost, unknown";
    case CallFate::kUnavailable:
      return "unavailable";
  }
  return "";
}

void join(Batch& pack, const std::vector<Batch>& records) {
  store::ColumnBuilder states, bodies;
  for (const Batch& record : records) {
    pack.ids += record.ids;
    pack.revs += record.revs;
    states.add(record.state(0));
    bodies.add(record.body(0));
  }
  pack.states = states.finish();
  pack.bodies = bodies.finish();
}

}  // namespace

void FaultyStore::hear(std::uint16_t shard) {
  // Nodes tell each other, so that another shard's promotion is heard of now or later.
  const bool gossip = heard_ < nodes_.epoch() && mayhem_.random().chance(10);
  heard_ = std::max(heard_, gossip ? nodes_.epoch() : nodes_.epoch_of(shard));
}

template <class Call>
void FaultyStore::executed(const Call& call) {
  if constexpr (std::is_same_v<Call, store::Advance>) {
    if (advance_seen_) advance_seen_(call);
  }
  if constexpr (std::is_same_v<Call, store::Apply>) {
    if (apply_seen_) apply_seen_(call);
  }
}

template <class Call>
void FaultyStore::execute_unheard(Call& call, void (store::Store::*execute)(std::span<Call>), Changes changes) {
  Call unheard = call;
  if (changes == Changes::kTheShard) nodes_.unheard(call.shard);
  (inner_.*execute)({&unheard, 1});
  executed(unheard);
}

template <class Call>
void FaultyStore::run(std::span<Call> calls, void (store::Store::*execute)(std::span<Call>), std::string_view verb,
                      Changes changes) {
  for (Call& call : calls) {
    mayhem_.crash_point(who_, "before", verb);
    CallFate fate = mayhem_.fate_of_call(call.shard);
    if (changes == Changes::kTheShard && heard_ < nodes_.epoch_of(call.shard) && fate != CallFate::kLostUnknown) {
      // The node is reached for the first time since, and its epoch comes before anything made under an older one.
      fate = CallFate::kUnavailable;
      hear(call.shard);
    }
    if (fate == CallFate::kAnswered) {
      (inner_.*execute)({&call, 1});
      if (changes == Changes::kTheShard) nodes_.answered(call.shard);
      executed(call);
      hear(call.shard);
    } else {
      if (fate == CallFate::kExecutedUnknown) execute_unheard(call, execute, changes);
      if (std::is_same_v<Call, store::Defer> && fate != CallFate::kExecutedUnknown) mayhem_.lose_defer();
      call.answer = {};
      call.answer.outcome = fate == CallFate::kUnavailable ? Outcome::kUnavailable : Outcome::kUnknown;
      // A take that fails is the most common fault and the least telling.
      if (verb != "take") mayhem_.note(fmt::format("{}: {} on shard {} {}", who_, verb, call.shard, word(fate)));
      if (fate != CallFate::kUnavailable && mayhem_.chance(mayhem_.rates().fail_over)) nodes_.fail_over(call.shard);
    }
    mayhem_.crash_point(who_, "after", verb);
  }
}

void FaultyStore::admit(std::span<store::Admit> calls) {
  for (store::Admit& call : calls) {
    if (mayhem_.chance(mayhem_.rates().full)) {
      call.answer = {};
      call.answer.outcome = Outcome::kRefused;
      call.answer.full = true;
    } else {
      run(std::span(&call, 1), &Store::admit, "admit");
    }
  }
}
void FaultyStore::advance(std::span<store::Advance> calls) { run(calls, &Store::advance, "advance"); }
void FaultyStore::apply(std::span<store::Apply> calls) {
  for (store::Apply& call : calls) {
    nodes_.look_at(call);
    run(std::span(&call, 1), &Store::apply, "apply");
  }
}
void FaultyStore::mark(std::span<store::Mark> calls) { run(calls, &Store::mark, "mark"); }
void FaultyStore::walk(std::span<store::Walk> calls) { run(calls, &Store::walk, "walk", Changes::kNothing); }
void FaultyStore::read_marks(std::span<store::ReadMarks> calls) {
  run(calls, &Store::read_marks, "read_marks", Changes::kNothing);
}

void FaultyStore::take(std::span<store::Take> calls) {
  run(calls, &Store::take, "take");
  for (store::Take& call : calls) call.batches = packed(std::move(call.batches), call.lease);
}

std::vector<Batch> FaultyStore::packed(std::vector<Batch> records, Millis lease) {
  std::vector<Batch> result;
  std::vector<Batch> together;
  const auto close = [&] {
    if (together.empty()) return;
    Batch& pack = result.emplace_back(together.front());
    if (together.size() > 1) {
      pack.ids.clear();
      pack.revs.clear();
      pack.pack.clear();
      core::put_u64(pack.pack, kOurPacks + ++packs_);
      join(pack, together);
      pack.attempts = 1;
      for (const Batch& record : together) {
        members_[pack.pack].push_back(record.pack);
        ++packed_times_[record.ids];
        // Only a record alone counts attempts of its own.
        store::Defer uncounted{.kind = record.kind,
                               .stage = record.stage,
                               .shard = record.shard,
                               .pack = record.pack,
                               .wait = lease,
                               .attempts_change = -1,
                               .answer = {}};
        inner_.defer({&uncounted, 1});
      }
    }
    together.clear();
  };
  for (Batch& record : records) {
    const bool alone = packed_times_[record.ids] >= kPackedTimesMax;
    if (alone || mayhem_.random().chance(20)) close();
    together.push_back(std::move(record));
    if (alone) close();
  }
  close();
  return result;
}

void FaultyStore::defer(std::span<store::Defer> calls) {
  for (store::Defer& call : calls) {
    const auto ours = members_.find(call.pack);
    if (ours == members_.end()) {
      run(std::span(&call, 1), &Store::defer, "defer");
      continue;
    }
    for (const std::string& member : ours->second) {
      store::Defer one = call;
      one.pack = member;
      one.attempts_change = 0;
      run(std::span(&one, 1), &Store::defer, "defer");
      call.answer = one.answer;
    }
  }
}

void FaultyStore::park(std::span<store::Park> calls) { run(calls, &Store::park, "park"); }
void FaultyStore::replay(std::span<store::Replay> calls) { run(calls, &Store::replay, "replay"); }
void FaultyStore::read(std::span<store::Read> calls) { run(calls, &Store::read, "read", Changes::kNothing); }
void FaultyStore::number(std::span<store::Number> calls) { run(calls, &Store::number, "number"); }
void FaultyStore::scan(std::span<store::Scan> calls) { run(calls, &Store::scan, "scan", Changes::kNothing); }
// Looked at for metrics only, on every shard: a fault here would only drown the trace.
void FaultyStore::count(std::span<store::Count> calls) { inner_.count(calls); }
void FaultyStore::count_groups(std::span<store::CountGroups> calls) {
  run(calls, &Store::count_groups, "count_groups", Changes::kNothing);
}
void FaultyStore::list(std::span<store::List> calls) { run(calls, &Store::list, "list", Changes::kNothing); }
void FaultyStore::read_log(std::span<store::ReadLog> calls) {
  run(calls, &Store::read_log, "read_log", Changes::kNothing);
}
void FaultyStore::trim_log(std::span<store::TrimLog> calls) { run(calls, &Store::trim_log, "trim_log"); }

core::Result<std::optional<std::string>> FaultyStore::get_fact(std::string_view name) { return inner_.get_fact(name); }
core::Status FaultyStore::put_fact(std::string_view name, std::string_view value) {
  return inner_.put_fact(name, value);
}
core::Result<std::string> FaultyStore::keep_fact(std::string_view name, std::string_view value) {
  return inner_.keep_fact(name, value);
}

core::Result<Millis> FaultyStore::now_ms() {
  mayhem_.crash_point(who_, "before", "now");
  if (mayhem_.chance(mayhem_.rates().unavailable)) {
    return core::fail(core::ErrorKind::kUnavailable, "存储暂不可用", "simulated");
  }
  return inner_.now_ms();
}

}  // namespace naadam::sim
