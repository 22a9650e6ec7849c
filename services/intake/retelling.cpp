#include "intake/retelling.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>

#include "intake/boards.hpp"
#include "runtime/log.hpp"
#include "store/keys.hpp"
#include "wire/entry.hpp"
#include "wire/stages.hpp"

namespace naadam::intake {
namespace {

constexpr core::Millis kPeriod = 50;  // between portions: at most 8,000 records a second

// Reported before settled: what moves on meanwhile is met again.
constexpr std::array<store::Lap, 9> kLaps{{
    {store::Kind::kUpload, wire::upload_stage::kJudging},
    {store::Kind::kUpload, wire::upload_stage::kComplete},
    {store::Kind::kEntry, wire::entry_stage::kReported},
    {store::Kind::kEntry, wire::entry_stage::kSettled},
    {store::Kind::kPlace, wire::place_stage::kReturned},
    {store::Kind::kPlace, wire::place_stage::kRefused},
    {store::Kind::kPlace, wire::place_stage::kNeedsEvidence},
    {store::Kind::kPlace, wire::place_stage::kAccepted},
    {store::Kind::kPlace, wire::place_stage::kWithdrawn},
}};

// The state as it goes back: an entry owes its recipient a notice again.
std::string state_again(const store::Batch& batch, std::size_t i) {
  std::string bytes(runtime::state_of(batch, i));
  if (batch.kind != store::Kind::kEntry) return bytes;
  auto state = wire::decode_entry_state(bytes);
  if (!state) throw std::runtime_error(state.error().cause);
  state->owe_notice();
  return wire::encode(*state);
}

}  // namespace

Retelling::Retelling(store::Store& store, const core::Clock& clock, const runtime::Installation& installation,
                     runtime::Metrics& metrics, core::Millis grace)
    : store_(store),
      clock_(clock),
      installation_(installation),
      grace_(grace),
      sent_back_(metrics.counter("naadam_retold_total", "records sent back to be told again after the epoch rose")) {}

void Retelling::work_on(runtime::StepLoop& loop) {
  loop.every("retelling", kPeriod, [this] { return step(), false; });
}

bool Retelling::step() {
  if (!loaded_ && !load()) return false;
  const std::uint32_t epoch = store_.epoch();
  if (epoch == place_.epoch && place_.walk.lap == kLaps.size()) return true;
  if (epoch > place_.epoch) {
    if (heard_ != epoch) {
      heard_ = epoch;
      begin_at_ = clock_.steady_ms() + grace_;
    }
    if (clock_.steady_ms() < begin_at_) return false;
    if (!save({.epoch = epoch, .walk = {}})) return false;
    runtime::log_info("retelling.begun", {{"epoch", epoch}});
  }
  const store::Walk portion = store::portion_at(store_, kLaps, place_.walk);
  if (portion.answer.outcome != store::Outcome::kDone) return false;
  for (const store::Batch& batch : portion.batches) {
    const bool told = portion.kind == store::Kind::kPlace
                          ? clear_boards(store_, installation_.edition->id, batch, place_.epoch)
                          : send_back(batch);
    if (!told) return false;
  }
  const Place next{.epoch = place_.epoch, .walk = store::place_after(place_.walk, portion, store_.shards())};
  if (!save(next) || place_.walk.lap < kLaps.size()) return false;
  runtime::log_info("retelling.done", {{"epoch", place_.epoch}, {"records", sent_back_.value()}});
  return true;
}

// False where the store did not answer, or a record changed meanwhile: one that moved on tells by itself, but one that
// was sealed anew lies where it lay and is met when this part is walked again.
bool Retelling::send_back(const store::Batch& batch) {
  store::Advance call;
  call.kind = batch.kind;
  call.shard = batch.shard;
  call.from = batch.stage;
  call.to = batch.kind == store::Kind::kUpload ? wire::upload_stage::kStored : wire::entry_stage::kJudged;
  call.pack = batch.pack;
  store::ColumnBuilder states;
  for (std::size_t i = 0; i < batch.size(); ++i) {
    if (batch.rev(i).epoch >= place_.epoch) continue;
    if (!store::open_check(batch.state(i), batch.id_bytes(i), batch.rev(i), batch.body(i)).ok)
      continue;  // the auditor's
    std::string state = state_again(batch, i);
    const core::Rev rev = core::next_rev(batch.rev(i), place_.epoch, state);
    store::add_check(state, batch.id_bytes(i), rev, batch.body(i));
    call.ids.append(batch.id_bytes(i));
    batch.rev(i).append_to(call.expected);
    rev.append_to(call.revs);
    states.add(state);
  }
  if (call.ids.empty()) return true;
  call.states = states.finish();
  store_.advance({&call, 1});
  if (call.answer.outcome != store::Outcome::kDone) return false;
  sent_back_.add(call.answer.count(store::ItemAnswer::kDone));
  return call.answer.count(store::ItemAnswer::kStale) == 0;
}

// "epoch", then the walk_text().
bool Retelling::save(const Place& place) {
  if (!store_.put_fact(store::keys::kRetold, std::to_string(place.epoch) + ' ' + store::walk_text(place.walk))) {
    return false;
  }
  place_ = place;
  return true;
}

bool Retelling::load() {
  const std::string done = std::to_string(store_.epoch()) + ' ' + store::walk_text({kLaps.size(), 0, {}});
  const auto kept = store_.keep_fact(store::keys::kRetold, done);
  if (!kept) return false;
  const std::string_view text = *kept;
  const std::size_t blank = std::min(text.find(' '), text.size());
  std::from_chars(text.data(), text.data() + blank, place_.epoch);
  const auto walk = text.substr(std::min(blank + 1, text.size()));
  place_.walk = store::walk_place(walk, kLaps.size(), store_.shards()).value_or(store::WalkPlace{});
  return loaded_ = true;
}

}  // namespace naadam::intake
