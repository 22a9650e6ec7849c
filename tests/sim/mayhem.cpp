#include "mayhem.hpp"

#include <fmt/format.h>

#include "core/rev.hpp"

namespace naadam::sim {
namespace {

Rates draw(Random& random) {
  Rates rates;
  const auto some = [&](unsigned percent, int low, int high) {
    return random.chance(percent) ? static_cast<unsigned>(random.between(low, high)) : 0u;
  };
  rates.crash = some(75, 2, 30);
  rates.unknown = some(60, 10, 300);
  rates.unavailable = some(60, 10, 300);
  rates.full = some(40, 50, 2'000);
  rates.outage = some(40, 5, 40);
  rates.push_lost = some(70, 100, 10'000);
  rates.push_doubled = some(50, 100, 3'000);
  rates.push_late = some(60, 100, 5'000);
  rates.credit_lost = some(40, 100, 5'000);
  rates.sink_later = some(40, 50, 3'000);
  rates.sink_rejected = some(40, 50, 1'000);
  rates.sink_unknown = some(50, 50, 1'500);
  rates.receipt_lost = some(50, 100, 3'000);
  rates.receipt_doubled = some(50, 100, 5'000);
  rates.stop = some(50, 20, 300);
  rates.fail_over = some(35, 500, 5'000);
  rates.promote = some(30, 2, 20);
  rates.keep = some(40, 20, 100);
  rates.roll_back = rates.keep > 0 ? static_cast<unsigned>(random.between(10, 60)) : 0;
  rates.hold = some(25, 5, 60);
  return rates;
}

}  // namespace

Mayhem::Mayhem(std::uint64_t seed, const SimClock& clock)
    : clock_(clock), random_(seed), rates_(draw(random_)), copies_(random_.chance(40) ? 2 : 1) {}

void Mayhem::end() {
  rates_ = {};
  away_until_.clear();
  note("the faults end");
}

void Mayhem::crash_point(std::string_view who, std::string_view when, std::string_view what) {
  // Nine of ten points are a look for due records: a standstill there shows little.
  if (points_left_ > 0 && what != "take" && --points_left_ == 0) {
    note(fmt::format("{} stands still {} {}", who, when, what));
    const Stand stand = std::move(stand_);
    stand();
    note(fmt::format("{} goes on {} {}", who, when, what));
  }
  if (!chance(rates_.crash)) return;
  note(fmt::format("{} crashes {} {}", who, when, what));
  throw Crash{};
}

void Mayhem::arm(std::size_t points, Stand stand) {
  points_left_ = points;
  stand_ = std::move(stand);
}

CallFate Mayhem::fate_of_call(std::uint16_t shard) {
  if (shard < away_until_.size() && away_until_[shard] > now()) return CallFate::kUnavailable;
  if (chance(rates_.unavailable)) return CallFate::kUnavailable;
  if (!chance(rates_.unknown)) return CallFate::kAnswered;
  return random_.chance(50) ? CallFate::kExecutedUnknown : CallFate::kLostUnknown;
}

void Mayhem::begin_outage(std::uint16_t shard, Millis length) {
  if (away_until_.size() <= shard) away_until_.resize(shard + 1u);
  away_until_[shard] = now() + length;
  note(fmt::format("shard {} is away for {} ms", shard, length));
}

void Mayhem::note(std::string event) {
  events_.push_back(fmt::format("{} {}", now(), event));
  digest_ = core::content_hash(events_.back(), digest_);
  if (events_.size() > kEventsKept) events_.pop_front();
}

std::uint64_t Mayhem::digest() const {
  Random next = random_;
  return core::content_hash(std::to_string(next.next()), digest_);
}

std::string Mayhem::trace() const {
  std::string lines;
  for (const std::string& event : events_) lines += "  " + event + "\n";
  return lines;
}

}  // namespace naadam::sim
