#include "intake/reporting.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <tuple>

#include "core/bytes.hpp"
#include "core/limits.hpp"
#include "intake/boards.hpp"
#include "runtime/newest.hpp"
#include "store/advance_builder.hpp"
#include "store/keys.hpp"
#include "wire/entry.hpp"
#include "wire/stages.hpp"

namespace naadam::intake {
namespace {

constexpr core::Millis kRestMs = 200;  // three rounds of writes a go; the person's own verdict is read from the entry
constexpr core::Millis kAgainMs = 2'000;  // until everybody has heard of the edition in force

wire::EntryState decoded(const store::Batch& batch, std::size_t i) {
  auto state = wire::decode_entry_state(runtime::state_of(batch, i));
  if (!state) throw std::runtime_error(state.error().cause);
  return std::move(*state);
}

// The short version of the edition that is published; 0 where none is. Asked for only where our own and a verdict's
// differ: either may lag behind.
class InForce {
 public:
  InForce(store::Store& store, const runtime::Installation& installation)
      : store_(store), own_(installation.edition_version()) {}

  bool allows(std::uint64_t version) {
    if (version == own_) return true;
    if (!asked_) {
      const auto fact = store_.get_fact(store::keys::kEdition);
      if (!fact) throw runtime::NotNow("the edition in force is not known now");
      published_ = runtime::short_version(fact->value_or(""));
      asked_ = true;
    }
    return published_ == 0 || version == published_;
  }

 private:
  store::Store& store_;
  std::uint64_t own_;
  std::uint64_t published_ = 0;
  bool asked_ = false;
};

// As it goes back to be judged, or into the newer epoch: the boards that it has left do not know yet.
std::string state_again(const store::Batch& batch, std::size_t i, std::uint32_t epoch) {
  if (epoch <= batch.rev(i).epoch) return std::string(runtime::state_of(batch, i));
  wire::EntryState state = decoded(batch, i);
  state.owe_notices();
  return wire::encode(state);
}

// What is written: the boards it has left know by now.
std::string state_reported(const store::Batch& batch, std::size_t i) {
  std::string bytes(runtime::state_of(batch, i));
  if (!wire::has_left_contests(bytes)) return bytes;
  wire::EntryState state = decoded(batch, i);
  state.left.clear();
  return wire::encode(state);
}

}  // namespace

Reporting::Reporting(store::Store& store, runtime::Forward& to_notification, const runtime::Installation& installation,
                     runtime::Metrics& metrics)
    : store_(store),
      to_notification_(to_notification),
      installation_(installation),
      stale_(
          metrics.counter("naadam_step_stale_total", "records another worker had decided", {{"stage", "reporting"}})),
      judged_before_(metrics.counter("naadam_turned_back_total", "entries judged under an edition not in force")) {}

// The records of `batch` whose next step is `next`, as one call that moves them on.
store::Advance Reporting::moved(const store::Batch& batch, const std::vector<Next>& next_of, Next next,
                                std::uint32_t epoch, store::Batch& part) {
  static constexpr std::array<store::Stage, 4> kStageOf{wire::entry_stage::kReported, wire::entry_stage::kSettled,
                                                        wire::entry_stage::kReceived, wire::entry_stage::kJudged};
  const std::size_t n = batch.size();
  store::AdvanceBuilder moving(batch, kStageOf.at(static_cast<std::size_t>(next)));
  store::ColumnBuilder bodies(n);
  for (std::size_t i = 0; i < n; ++i) {
    if (next_of[i] != next) continue;
    const bool untold = next == Next::kJudgeAgain || next == Next::kLift;
    moving.add(batch, i, untold ? state_again(batch, i, epoch) : state_reported(batch, i), epoch);
    bodies.add(batch.body(i));
  }
  part.kind = batch.kind;
  part.shard = batch.shard;
  part.bodies = bodies.finish();
  return moving.finish();
}

runtime::StageHandler::Spec Reporting::spec() const {
  return {.name = "reporting", .kind = store::Kind::kEntry, .stage = wire::entry_stage::kJudged, .rest = kRestMs};
}

Reporting::NextOf Reporting::tell(const std::vector<store::Batch>& work, std::uint32_t epoch) {
  static constexpr std::uint32_t kFirstJudged = 2;  // received, judged
  struct Told {
    core::Id upload;
    std::uint32_t row;
    wire::RowMark mark;
  };
  NextOf next;
  std::vector<Told> told;
  InForce in_force(store_, installation_);
  Boards boards(store_, installation_.edition->id);
  const runtime::Newest newest(work, kFirstJudged);
  for (const store::Batch& batch : work) {
    std::vector<Next>& of_batch = next.emplace_back();
    for (std::size_t i = 0; i < batch.size(); ++i) {
      const wire::EntryState state = decoded(batch, i);
      if (!in_force.allows(state.edition)) {
        of_batch.push_back(Next::kJudgeAgain);
        continue;
      }
      if (epoch > batch.rev(i).epoch) {
        of_batch.push_back(Next::kLift);
        continue;
      }
      of_batch.push_back(state.has(wire::entry_flag::kNotices) ? Next::kTellPerson : Next::kSettle);
      const core::Rev rev = batch.rev(i);
      for (const wire::Target& target : state.targets) {
        wire::RowMark mark{rev.epoch, rev.n, target.verdict, state.flags, target.reasons};
        // A row that came too late takes no part in what submitters in time disagree about.
        if (target.verdict == wire::Verdict::kRefused)
          mark.flags &= static_cast<std::uint8_t>(~wire::entry_flag::kConflict);
        told.push_back({target.upload, target.row, mark});
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
  return next;
}

void Reporting::handle(std::vector<store::Batch>& work) {
  // The epoch before anybody is told: see retelling.hpp.
  const std::uint32_t epoch = store_.epoch();
  // What was not told is told again: a mark repeated changes nothing.
  const NextOf next_of = tell(work, epoch);
  std::vector<store::Advance> calls;
  std::vector<store::Batch> parts;
  std::vector<runtime::Forward::Way> ways;
  for (std::size_t b = 0; b < work.size(); ++b) {
    for (const Next next : {Next::kTellPerson, Next::kSettle, Next::kJudgeAgain, Next::kLift}) {
      store::Batch part;
      store::Advance call = moved(work[b], next_of[b], next, epoch, part);
      const std::size_t n = call.ids.size() / core::kIdBytes;
      if (n == 0) continue;
      ways.push_back(next == Next::kTellPerson ? to_notification_.reserve(n) : runtime::Forward::Way{});
      call.wait = next == Next::kTellPerson   ? ways.back().wait
                  : next == Next::kSettle     ? store::kNeverDue
                  : next == Next::kJudgeAgain ? kAgainMs
                                              : 0;
      // It is said anew, as the last that the log says of it may be of what was lost: see retelling.hpp.
      if (next == Next::kLift) call.log = store_.who();
      if (next == Next::kJudgeAgain) judged_before_.add(n);
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
