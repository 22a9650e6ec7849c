#include "runtime/epoch_walk.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "runtime/log.hpp"

namespace naadam::runtime {
namespace {

constexpr core::Millis kPeriod = 50;  // between portions: at most 8,000 records a second

// What a walk keeps: "epoch", then the walk_text().
struct Kept {
  std::uint32_t epoch = 0;
  store::WalkPlace walk;
};

Kept kept_in(std::string_view text, std::size_t laps, std::uint16_t shards) {
  Kept kept;
  const std::size_t blank = std::min(text.find(' '), text.size());
  std::from_chars(text.data(), text.data() + blank, kept.epoch);
  const auto walk = text.substr(std::min(blank + 1, text.size()));
  kept.walk = store::walk_place(walk, laps, shards).value_or(store::WalkPlace{});
  return kept;
}

}  // namespace

core::Result<std::optional<Retold>> load_retold(store::Store& store, std::string_view fact, std::size_t laps) {
  const auto text = store.get_fact(fact);
  if (!text) return tl::unexpected(text.error());
  if (!*text) return std::nullopt;
  const auto [epoch, walk] = kept_in(**text, laps, store.shards());
  const double shards = static_cast<double>(walk.shard) / std::max<double>(1, store.shards());
  return Retold{epoch, (static_cast<double>(walk.lap) + shards) / static_cast<double>(laps)};
}

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

bool EpochWalk::save(const Place& place) {
  if (!store_.put_fact(fact_, std::to_string(place.epoch) + ' ' + store::walk_text(place.walk))) return false;
  place_ = place;
  return true;
}

bool EpochWalk::load() {
  const std::string done = std::to_string(store_.epoch()) + ' ' + store::walk_text({laps_.size(), 0, {}});
  const auto kept = store_.keep_fact(fact_, done);
  if (!kept) return false;
  auto [epoch, walk] = kept_in(*kept, laps_.size(), store_.shards());
  place_ = {epoch, std::move(walk)};
  return loaded_ = true;
}

}  // namespace naadam::runtime
