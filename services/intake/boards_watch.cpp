#include "intake/boards_watch.hpp"

#include <array>

#include "intake/boards.hpp"
#include "runtime/log.hpp"
#include "wire/stages.hpp"

namespace naadam::intake {
namespace {

constexpr core::Millis kRecountPeriod = 5'000;
constexpr int kShortLooks = 2;  // one may fall between the two counts
constexpr std::array<store::Lap, 7> kRecountLaps{{{store::Kind::kEntry, wire::entry_stage::kReported},
                                                  {store::Kind::kEntry, wire::entry_stage::kSettled},
                                                  {store::Kind::kPlace, wire::place_stage::kReturned},
                                                  {store::Kind::kPlace, wire::place_stage::kRefused},
                                                  {store::Kind::kPlace, wire::place_stage::kNeedsEvidence},
                                                  {store::Kind::kPlace, wire::place_stage::kAccepted},
                                                  {store::Kind::kPlace, wire::place_stage::kWithdrawn}}};

}  // namespace

void BoardsWatch::work_on(runtime::StepLoop& loop) {
  loop.every("boards", kRecountPeriod, [this] { return step(); });
}

bool BoardsWatch::step() {
  if (!telling_) look();
  return telling_ && tell_some();
}

// Entries first: those that are reported in between stand on a board already.
void BoardsWatch::look() {
  std::uint64_t entries = 0, places = 0;
  for (const store::Count& call : store::count_all(store_, store::Kind::kEntry)) {
    if (call.answer.outcome != store::Outcome::kDone) return;
    for (const store::Lap& lap : kRecountLaps) {
      const auto at = lap.kind == store::Kind::kEntry ? call.stages.find(lap.stage) : call.stages.end();
      if (at != call.stages.end()) entries += at->second.records;
    }
  }
  for (const store::Count& call : store::count_all(store_, store::Kind::kPlace)) {
    if (call.answer.outcome != store::Outcome::kDone) return;
    for (const auto& [stage, backlog] : call.stages) {
      if (stage != wire::place_stage::kElsewhere) places += backlog.records;
    }
  }
  const std::uint64_t missing = entries > places ? entries - places : 0;
  missing_.set(static_cast<std::int64_t>(missing));
  short_ = missing > 0 ? short_ + 1 : 0;
  if (short_ < kShortLooks) return;
  short_ = 0;
  place_ = {};
  telling_ = true;
  runtime::log_info("boards.telling", {{"missing", missing}});
}

bool BoardsWatch::tell_some() {
  const std::string& edition = installation_.edition->id;
  const store::Walk portion = store::portion_at(store_, kRecountLaps, place_);
  if (portion.answer.outcome != store::Outcome::kDone) return false;
  if (portion.kind == store::Kind::kEntry) {
    if (!mend_boards(store_, edition, portion.batches)) return false;
  } else {
    for (const store::Batch& batch : portion.batches) {
      if (!clear_boards(store_, edition, batch, UINT32_MAX)) return false;
    }
  }
  place_ = store::place_after(place_, portion, store_.shards());
  if (place_.lap < kRecountLaps.size()) return true;
  telling_ = false;
  place_ = {};
  runtime::log_info("boards.told", {});
  return false;
}

}  // namespace naadam::intake
