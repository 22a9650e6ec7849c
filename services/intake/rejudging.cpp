#include "intake/rejudging.hpp"

#include <array>
#include <stdexcept>
#include <utility>

#include "runtime/log.hpp"
#include "store/advance_builder.hpp"
#include "wire/entry.hpp"
#include "wire/stages.hpp"

namespace naadam::intake {
namespace {

constexpr core::Millis kEditionPeriod = 1'000;
constexpr core::Millis kPortionPeriod = 50;  // between portions that send back: at most 8,000 records a second

// In the order in which an entry passes them: what moves on meanwhile is met again. Those judged too: a copy of intake
// that stood still since before the version came may have them in hand.
constexpr std::array<store::Lap, runtime::Rejudged::kLaps> kRejudgedLaps{
    {{store::Kind::kEntry, wire::entry_stage::kJudged},
     {store::Kind::kEntry, wire::entry_stage::kReported},
     {store::Kind::kEntry, wire::entry_stage::kSettled}}};

}  // namespace

Rejudging::Rejudging(store::Store& store, const core::Clock& clock, const runtime::Installation& installation,
                     runtime::Metrics& metrics, core::Millis grace)
    : store_(store),
      clock_(clock),
      installation_(installation),
      grace_(grace),
      sent_back_(metrics.counter("naadam_rejudging_total", "entries sent back to be judged by the edition in force")) {}

void Rejudging::work_on(runtime::StepLoop& loop) {
  loop.every("rejudging", kPortionPeriod, [this] { return !step() && idle_; });
}

bool Rejudging::step() {
  idle_ = false;
  if (!look()) return false;
  if (is_of_this() && place_.over()) return true;
  if (!is_of_this() && !begin()) return false;
  if (place_.over()) return true;
  const store::Walk portion = store::portion_at(store_, kRejudgedLaps, place_.walk);
  if (portion.answer.outcome != store::Outcome::kDone) return false;
  const std::uint64_t before = sent_back_.value();
  for (const store::Batch& batch : portion.batches) {
    if (!send_back(batch)) return false;
  }
  if (!save({place_.version, place_.request, store::place_after(place_.walk, portion, store_.shards())})) return false;
  idle_ = sent_back_.value() == before;
  if (!place_.over()) return false;
  runtime::log_info("rejudging.done", {{"edition", runtime::Safe{place_.version}}, {"records", sent_back_.value()}});
  return true;
}

// What was asked for, now and then, and at first where we are.
bool Rejudging::look() {
  if (known_ && clock_.steady_ms() < look_at_) return true;
  const auto asked = runtime::asked_to_rejudge(store_);
  if (!asked) return false;
  if (!known_) {
    auto kept = runtime::load_rejudged(store_);
    if (!kept) return false;
    first_ = !kept->has_value();
    place_ = std::move(*kept).value_or(runtime::Rejudged{});
  }
  asked_ = *asked;
  look_at_ = clock_.steady_ms() + kEditionPeriod;
  return known_ = true;
}

// False while nothing may be walked yet. Another copy may have begun before: then from where it is.
bool Rejudging::begin() {
  const std::string& version = installation_.edition->version;
  if (heard_ != version || heard_ask_ != asked_) {
    heard_ = version;
    heard_ask_ = asked_;
    begin_at_ = clock_.steady_ms() + (first_ ? 0 : grace_);
  }
  if (clock_.steady_ms() < begin_at_) return false;
  auto kept = runtime::load_rejudged(store_);
  if (!kept) return false;
  if (*kept && (*kept)->is_of(version, asked_)) {
    place_ = std::move(**kept);
  } else if (!save({version, asked_, {}})) {
    return false;
  } else {
    runtime::log_info("rejudging.begun", {{"edition", runtime::Safe{version}}});
  }
  heard_.clear();
  first_ = false;
  return true;
}

// False where the store did not answer, or a record changed meanwhile: see Retelling::send_back.
bool Rejudging::send_back(const store::Batch& batch) {
  const std::uint64_t version = runtime::short_version(place_.version);
  const std::uint32_t epoch = store_.epoch();
  store::AdvanceBuilder again(batch, wire::entry_stage::kReceived);
  for (std::size_t i = 0; i < batch.size(); ++i) {
    const auto checked = store::open_check(batch.state(i), batch.id_bytes(i), batch.rev(i), batch.body(i));
    if (!checked.ok) continue;  // the auditor's
    auto state = wire::decode_entry_state(checked.state);
    if (!state) throw std::runtime_error(state.error().cause);
    if (state->edition == version) continue;
    if (epoch > batch.rev(i).epoch) state->owe_notices();
    again.add(batch, i, wire::encode(*state), epoch);
  }
  if (again.size() == 0) return true;
  store::Advance call = again.finish();
  store_.advance({&call, 1});
  if (call.answer.outcome != store::Outcome::kDone) return false;
  sent_back_.add(call.answer.count(store::ItemAnswer::kDone));
  return call.answer.count(store::ItemAnswer::kStale) == 0;
}

bool Rejudging::save(runtime::Rejudged place) {
  if (!runtime::save_rejudged(store_, place)) return false;
  place_ = std::move(place);
  return true;
}

}  // namespace naadam::intake
