#include "runtime/epoch_walk.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "runtime/log.hpp"

namespace naadam::runtime {
namespace {

constexpr core::Millis kPeriod = 50;  // between portions: at most 8,000 records a second

}  // namespace

EpochWalk::EpochWalk(store::Store& store, const core::Clock& clock, std::string fact, std::vector<store::Lap> laps,
                     Teller teller, core::Millis grace)
    : store_(store),
      clock_(clock),
      fact_(std::move(fact)),
      laps_(std::move(laps)),
      teller_(std::move(teller)),
      grace_(grace) {}

void EpochWalk::work_on(StepLoop& loop) {
  loop.every(fact_, kPeriod, [this] { return step(), false; });
}

bool EpochWalk::step() {
  if (!loaded_ && !load()) return false;
  const std::uint32_t epoch = store_.epoch();
  if (epoch == place_.epoch && place_.walk.lap == laps_.size()) return true;
  if (epoch > place_.epoch) {
    if (heard_ != epoch) {
      heard_ = epoch;
      begin_at_ = clock_.steady_ms() + grace_;
    }
    if (clock_.steady_ms() < begin_at_) return false;
    if (!save({.epoch = epoch, .walk = {}})) return false;
    log_info("retelling.begun", {{"epoch", epoch}});
  }
  const store::Walk portion = store::portion_at(store_, laps_, place_.walk);
  if (portion.answer.outcome != store::Outcome::kDone) return false;
  for (const store::Batch& batch : portion.batches) {
    if (!teller_(batch, place_.epoch)) return false;
  }
  const Place next{.epoch = place_.epoch, .walk = store::place_after(place_.walk, portion, store_.shards())};
  if (!save(next) || place_.walk.lap < laps_.size()) return false;
  log_info("retelling.done", {{"epoch", place_.epoch}});
  return true;
}

// "epoch", then the walk_text().
bool EpochWalk::save(const Place& place) {
  if (!store_.put_fact(fact_, std::to_string(place.epoch) + ' ' + store::walk_text(place.walk))) return false;
  place_ = place;
  return true;
}

bool EpochWalk::load() {
  const std::string done = std::to_string(store_.epoch()) + ' ' + store::walk_text({laps_.size(), 0, {}});
  const auto kept = store_.keep_fact(fact_, done);
  if (!kept) return false;
  const std::string_view text = *kept;
  const std::size_t blank = std::min(text.find(' '), text.size());
  std::from_chars(text.data(), text.data() + blank, place_.epoch);
  const auto walk = text.substr(std::min(blank + 1, text.size()));
  place_.walk = store::walk_place(walk, laps_.size(), store_.shards()).value_or(store::WalkPlace{});
  return loaded_ = true;
}

}  // namespace naadam::runtime
