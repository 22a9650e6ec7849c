#include "intake/reporting.hpp"

#include <algorithm>
#include <stdexcept>
#include <tuple>

#include "core/bytes.hpp"
#include "core/limits.hpp"
#include "intake/boards.hpp"
#include "runtime/newest.hpp"
#include "wire/entry.hpp"
#include "wire/stages.hpp"

namespace naadam::intake {
namespace {

wire::EntryState decoded(const store::Batch& batch, std::size_t i, std::uint32_t epoch) {
  auto state = wire::decode_entry_state(runtime::state_of(batch, i));
  if (!state) throw std::runtime_error(state.error().cause);
  if (epoch > batch.rev(i).epoch) state->owe_notice();
  return std::move(*state);
}

// What is written: the boards it has left know by now.
std::string state_reported(const store::Batch& batch, std::size_t i, std::uint32_t epoch) {
  std::string bytes(runtime::state_of(batch, i));
  if (epoch <= batch.rev(i).epoch && !wire::has_left_contests(bytes)) return bytes;
  wire::EntryState state = decoded(batch, i, epoch);
  state.left.clear();
  return wire::encode(state);
}

// The records of `batch` for which a notice is (or is not) owed, as one call that moves them on.
store::Advance reported(const store::Batch& batch, const std::vector<bool>& owed, bool notify, std::uint32_t epoch,
                        store::Batch& part) {
  const std::size_t n = batch.size();
  store::Advance call;
  call.kind = batch.kind;
  call.shard = batch.shard;
  call.from = batch.stage;
  call.to = notify ? wire::entry_stage::kReported : wire::entry_stage::kSettled;
  call.pack = batch.pack;
  store::ColumnBuilder states(n);
  store::ColumnBuilder bodies(n);
  std::string state;
  for (std::size_t i = 0; i < n; ++i) {
    if (owed[i] != notify) continue;
    state = state_reported(batch, i, epoch);
    const core::Rev rev = core::next_rev(batch.rev(i), epoch, state);
    store::add_check(state, batch.id_bytes(i), rev, batch.body(i));
    call.ids.append(batch.id_bytes(i));
    batch.rev(i).append_to(call.expected);
    rev.append_to(call.revs);
    states.add(state);
    bodies.add(batch.body(i));
  }
  call.states = states.finish();
  part.kind = batch.kind;
  part.shard = batch.shard;
  part.bodies = bodies.finish();
  return call;
}

}  // namespace

Reporting::Reporting(store::Store& store, runtime::Forward& to_notification, const runtime::Installation& installation,
                     runtime::Metrics& metrics)
    : store_(store),
      to_notification_(to_notification),
      installation_(installation),
      stale_(
          metrics.counter("naadam_step_stale_total", "records another worker had decided", {{"stage", "reporting"}})) {}

runtime::StageHandler::Spec Reporting::spec() const {
  return {.name = "reporting", .kind = store::Kind::kEntry, .stage = wire::entry_stage::kJudged};
}

void Reporting::tell(const std::vector<store::Batch>& work, std::uint32_t epoch, std::vector<std::vector<bool>>& owed) {
  static constexpr std::uint32_t kFirstJudged = 2;  // received, judged
  struct Told {
    core::Id upload;
    std::uint32_t row;
    wire::RowMark mark;
  };
  std::vector<Told> told;
  Boards boards(store_, installation_.edition->id);
  const runtime::Newest newest(work, kFirstJudged);
  for (const store::Batch& batch : work) {
    std::vector<bool>& of_batch = owed.emplace_back();
    for (std::size_t i = 0; i < batch.size(); ++i) {
      const wire::EntryState state = decoded(batch, i, epoch);
      of_batch.push_back(state.has(wire::entry_flag::kNotify));
      const core::Rev rev = batch.rev(i);
      for (const wire::Target& target : state.targets) {
        told.push_back({target.upload, target.row, {rev.epoch, rev.n, target.verdict, state.flags, target.reasons}});
      }
      if (newest.is(batch, i)) boards.stands(batch.id(i), rev, state);
    }
  }
  // In the order of rows: neighbours are written together.
  std::sort(told.begin(), told.end(),
            [](const Told& a, const Told& b) { return std::tie(a.upload, a.row) < std::tie(b.upload, b.row); });
  std::vector<store::Mark> calls;
  for (const Told& one : told) {
    if (calls.empty() || calls.back().upload != one.upload ||
        calls.back().rows.size() >= 4 * core::limits::kCallItemsMax) {
      store::Mark& call = calls.emplace_back();
      call.shard = core::shard_of(one.upload, store_.shards());
      call.upload = one.upload;
    }
    core::put_u32(calls.back().rows, one.row);
    wire::put_mark(calls.back().marks, one.mark);
  }
  store_.mark(calls);
  if (!std::ranges::all_of(calls, [](const auto& call) { return call.answer.outcome == store::Outcome::kDone; })) {
    throw runtime::NotNow("an upload could not be told");
  }
  if (!boards.tell()) throw runtime::NotNow("a board could not be told");
}

void Reporting::handle(std::vector<store::Batch>& work) {
  // The epoch before anybody is told: see retelling.hpp.
  const std::uint32_t epoch = store_.epoch();
  // What was not told is told again: a mark repeated changes nothing.
  std::vector<std::vector<bool>> owed;  // a notice, by batch and record
  tell(work, epoch, owed);
  std::vector<store::Advance> calls;
  std::vector<store::Batch> parts;
  std::vector<runtime::Forward::Way> ways;
  for (std::size_t b = 0; b < work.size(); ++b) {
    for (const bool notify : {true, false}) {
      store::Batch part;
      store::Advance call = reported(work[b], owed[b], notify, epoch, part);
      if (call.ids.empty()) continue;
      ways.push_back(notify ? to_notification_.reserve(call.ids.size() / core::kIdBytes) : runtime::Forward::Way{});
      call.wait = notify ? ways.back().wait : store::kNeverDue;
      calls.push_back(std::move(call));
      parts.push_back(std::move(part));
    }
  }
  store_.advance(calls);
  bool all_answered = true;
  for (std::size_t i = 0; i < calls.size(); ++i) {
    const store::Advance& call = calls[i];
    const bool answered = call.answer.outcome == store::Outcome::kDone;
    to_notification_.push(ways[i], answered ? runtime::done_part(parts[i], call) : store::Batch{});
    if (answered) stale_.add(call.answer.letters.size() - call.answer.count(store::ItemAnswer::kDone));
    all_answered = all_answered && answered;
  }
  if (!all_answered) throw runtime::NotNow("advance not answered");
}

}  // namespace naadam::intake
