#include "intake/retelling.hpp"

#include <array>
#include <stdexcept>

#include "intake/boards.hpp"
#include "store/advance_builder.hpp"
#include "store/keys.hpp"
#include "wire/entry.hpp"
#include "wire/stages.hpp"

namespace naadam::intake {
namespace {

// Reported before settled: what moves on meanwhile is met again. New ones at the end: how far it has come is stored.
constexpr std::array<store::Lap, runtime::Retold::kEntriesLaps> kRetoldLaps{{
    {store::Kind::kUpload, wire::upload_stage::kJudging},
    {store::Kind::kUpload, wire::upload_stage::kComplete},
    {store::Kind::kEntry, wire::entry_stage::kReported},
    {store::Kind::kEntry, wire::entry_stage::kSettled},
    {store::Kind::kPlace, wire::place_stage::kReturned},
    {store::Kind::kPlace, wire::place_stage::kRefused},
    {store::Kind::kPlace, wire::place_stage::kNeedsEvidence},
    {store::Kind::kPlace, wire::place_stage::kAccepted},
    {store::Kind::kPlace, wire::place_stage::kWithdrawn},
    {store::Kind::kUpload, wire::upload_stage::kFormFiled},
}};

// Where what lies at rest goes back to.
store::Stage stage_again(const store::Batch& batch) {
  if (batch.kind == store::Kind::kEntry) return wire::entry_stage::kJudged;
  return batch.stage == wire::upload_stage::kFormFiled ? wire::upload_stage::kForm : wire::upload_stage::kStored;
}

// The state as it goes back: an entry owes its recipient a notice again.
std::string state_again(const store::Batch& batch, std::size_t i) {
  std::string bytes(runtime::state_of(batch, i));
  if (batch.kind != store::Kind::kEntry) return bytes;
  auto state = wire::decode_entry_state(bytes);
  if (!state) throw std::runtime_error(state.error().cause);
  state->owe_notices();
  return wire::encode(*state);
}

}  // namespace

Retelling::Retelling(store::Store& store, const core::Clock& clock, const runtime::Installation& installation,
                     runtime::Metrics& metrics, core::Millis grace)
    : store_(store),
      installation_(installation),
      sent_back_(metrics.counter("naadam_retold_total", "records sent back to be told again after the epoch rose")),
      walk_(
          store, clock, std::string(store::keys::kRetold), {kRetoldLaps.begin(), kRetoldLaps.end()},
          [this](const store::Batch& batch, std::uint32_t epoch) { return tell(batch, epoch); }, grace) {}

bool Retelling::tell(const store::Batch& batch, std::uint32_t epoch) {
  if (batch.kind == store::Kind::kPlace) return clear_boards(store_, installation_.edition->id, batch, epoch);
  return send_back(batch, epoch);
}

// False where the store did not answer, or a record changed meanwhile: one that moved on tells by itself, but one that
// was sealed anew lies where it lay and is met when this part is walked again.
bool Retelling::send_back(const store::Batch& batch, std::uint32_t epoch) {
  store::AdvanceBuilder again(batch, stage_again(batch));
  for (std::size_t i = 0; i < batch.size(); ++i) {
    if (batch.rev(i).epoch >= epoch) continue;
    if (!store::open_check(batch.state(i), batch.id_bytes(i), batch.rev(i), batch.body(i)).ok)
      continue;  // the auditor's
    again.add(batch, i, state_again(batch, i), epoch);
  }
  if (again.size() == 0) return true;
  store::Advance call = again.finish();
  // What stands after the loss is said anew, as the last that the log says of it may be among what was lost.
  if (batch.kind == store::Kind::kEntry) call.log = store_.who();
  store_.advance({&call, 1});
  if (call.answer.outcome != store::Outcome::kDone) return false;
  sent_back_.add(call.answer.count(store::ItemAnswer::kDone));
  return call.answer.count(store::ItemAnswer::kStale) == 0;
}

}  // namespace naadam::intake
