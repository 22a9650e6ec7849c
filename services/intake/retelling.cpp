#include "intake/retelling.hpp"

#include <array>
#include <charconv>
#include <stdexcept>

#include "core/limits.hpp"
#include "intake/boards.hpp"
#include "runtime/log.hpp"
#include "store/keys.hpp"
#include "wire/entry.hpp"
#include "wire/stages.hpp"

namespace naadam::intake {
namespace {

constexpr core::Millis kPeriod = 50;  // between portions: at most 8,000 records a second

struct Lap {
  store::Kind kind;
  store::Stage from, to;
};
// Reported before settled: what moves on meanwhile is met again.
constexpr std::array<Lap, 9> kLaps{{
    {store::Kind::kUpload, wire::upload_stage::kJudging, wire::upload_stage::kStored},
    {store::Kind::kUpload, wire::upload_stage::kComplete, wire::upload_stage::kStored},
    {store::Kind::kEntry, wire::entry_stage::kReported, wire::entry_stage::kJudged},
    {store::Kind::kEntry, wire::entry_stage::kSettled, wire::entry_stage::kJudged},
    {store::Kind::kPlace, wire::place_stage::kReturned, wire::place_stage::kElsewhere},
    {store::Kind::kPlace, wire::place_stage::kRefused, wire::place_stage::kElsewhere},
    {store::Kind::kPlace, wire::place_stage::kNeedsEvidence, wire::place_stage::kElsewhere},
    {store::Kind::kPlace, wire::place_stage::kAccepted, wire::place_stage::kElsewhere},
    {store::Kind::kPlace, wire::place_stage::kWithdrawn, wire::place_stage::kElsewhere},
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
  if (epoch == place_.epoch && place_.lap == kLaps.size()) return true;
  if (epoch > place_.epoch) {
    if (heard_ != epoch) {
      heard_ = epoch;
      begin_at_ = clock_.steady_ms() + grace_;
    }
    if (clock_.steady_ms() < begin_at_) return false;
    if (!save({.epoch = epoch, .lap = 0, .shard = 0, .after = {}})) return false;
    runtime::log_info("retelling.begun", {{"epoch", epoch}});
  }
  const Lap& lap = kLaps[place_.lap];
  store::Walk walk{.kind = lap.kind,
                   .stage = lap.from,
                   .shard = place_.shard,
                   .room = static_cast<std::uint32_t>(core::limits::kCallItemsMax),
                   .after = place_.after,
                   .over = false,
                   .answer = {},
                   .batches = {}};
  store_.walk({&walk, 1});
  if (walk.answer.outcome != store::Outcome::kDone) return false;
  for (const store::Batch& batch : walk.batches) {
    const bool told = lap.kind == store::Kind::kPlace
                          ? clear_boards(store_, installation_.edition->id, batch, place_.epoch)
                          : send_back(batch);
    if (!told) return false;
  }
  Place next = place_;
  next.after = walk.after;
  if (walk.over) {
    next.after.clear();
    if (++next.shard == store_.shards()) {
      next.shard = 0;
      ++next.lap;
    }
  }
  if (!save(next) || place_.lap < kLaps.size()) return false;
  runtime::log_info("retelling.done", {{"epoch", place_.epoch}, {"records", sent_back_.value()}});
  return true;
}

// False where the store did not answer, or a record changed meanwhile: one that moved on tells by itself, but one that
// was sealed anew lies where it lay and is met when this part is walked again.
bool Retelling::send_back(const store::Batch& batch) {
  const Lap& lap = kLaps[place_.lap];
  store::Advance call;
  call.kind = batch.kind;
  call.shard = batch.shard;
  call.from = lap.from;
  call.to = lap.to;
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

// "epoch lap shard after", the last in hexadecimal.
bool Retelling::save(const Place& place) {
  const std::string text = std::to_string(place.epoch) + ' ' + std::to_string(place.lap) + ' ' +
                           std::to_string(place.shard) + ' ' + core::to_hex(place.after);
  if (!store_.put_fact(store::keys::kRetold, text)) return false;
  place_ = place;
  return true;
}

bool Retelling::load() {
  const std::string done = std::to_string(store_.epoch()) + ' ' + std::to_string(kLaps.size()) + " 0 ";
  const auto kept = store_.keep_fact(store::keys::kRetold, done);
  if (!kept) return false;
  Place place;
  const char* at = kept->data();
  const char* const end = at + kept->size();
  const auto number = [&at, end](auto& value) {
    at = std::from_chars(at, end, value).ptr;
    if (at != end) ++at;
  };
  number(place.epoch);
  number(place.lap);
  number(place.shard);
  while (end - at >= 2) {
    std::uint8_t byte = 0;
    std::from_chars(at, at + 2, byte, 16);
    place.after.push_back(static_cast<char>(byte));
    at += 2;
  }
  if (place.lap > kLaps.size() || place.shard >= store_.shards()) {
    place = {.epoch = place.epoch, .lap = 0, .shard = 0, .after = {}};
  }
  place_ = std::move(place);
  return loaded_ = true;
}

}  // namespace naadam::intake
