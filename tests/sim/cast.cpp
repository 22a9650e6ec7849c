#include "cast.hpp"

#include <algorithm>

namespace naadam::sim {
namespace {

constexpr int kDownMax = 6'000;
constexpr int kPointsMax = 12;
constexpr Millis kCastLookMs = 50;

// Past a lease, or past everything.
Millis standing_time(Random& random) {
  return random.chance(60) ? random.between(1'000, 30'000) : random.between(30'000, 600'000);
}

}  // namespace

Cast::Cast(Surroundings& around) : around_(around) {
  for (const Role role : kRoles) {
    if ((role == Role::kScheduling && !around.draws) || (role == Role::kScoring && !around.scores)) continue;
    for (std::size_t copy = 0; copy < (role == Role::kNotary ? 1 : around.mayhem.copies()); ++copy) enter(role, 0);
  }
}

void Cast::enter(Role role, Millis at) {
  auto actor = std::make_unique<Actor>();
  actor->role = role;
  actor->address = &line_to(role, around_).add();
  actor->until = at;
  actors_.push_back(std::move(actor));
}

std::size_t Cast::actors(Role role) const {
  return static_cast<std::size_t>(
      std::ranges::count_if(actors_, [role](const auto& actor) { return actor->role == role && !actor->gone; }));
}

bool Cast::round() {
  bool busy = false;
  const std::size_t there = actors_.size();
  const std::size_t first = around_.mayhem.random().below(there);
  for (std::size_t i = 0; i < there; ++i) busy |= step(*actors_[(first + i) % there]);
  std::erase_if(actors_, [](const auto& actor) { return actor->gone; });
  return busy;
}

bool Cast::step(Actor& actor) {
  if (around_.clock.steady_ms() < actor.until) return false;
  try {
    if (actor.standstill) {
      const bool busy = actor.standstill->go_on();
      actor.standstill.reset();
      return busy;
    }
    if (!actor.process) actor.process = start(actor.role, around_, *actor.address);
    // The history's directory is locked: no second notary takes the place of one that stands still.
    const bool may_stop = actor.role != Role::kNotary && actors(actor.role) <= around_.mayhem.copies();
    return may_stop && around_.mayhem.chance(around_.mayhem.rates().stop) ? step_and_stop(actor)
                                                                          : actor.process->step();
  } catch (const Crash&) {
    ++crashes_;
    die(actor);
    return false;
  }
}

bool Cast::step_and_stop(Actor& actor) {
  Random& random = around_.mayhem.random();
  auto standstill = std::make_unique<Standstill>([process = actor.process.get()] { return process->step(); });
  const bool busy = standstill->begin(around_.mayhem, static_cast<std::size_t>(random.between(1, kPointsMax)));
  if (!standstill->stands()) return busy;
  ++stops_;
  actor.standstill = std::move(standstill);
  actor.until = around_.clock.steady_ms() + standing_time(random);
  enter(actor.role, around_.clock.steady_ms() + random.between(0, kDownMax));
  return busy;
}

void Cast::die(Actor& actor) {
  actor.standstill.reset();
  actor.process.reset();
  actor.until = around_.clock.steady_ms() + around_.mayhem.random().between(0, kDownMax);
  if (actors(actor.role) <= around_.mayhem.copies()) return;
  actor.gone = true;
  line_to(actor.role, around_).remove(*actor.address);
}

void Cast::restart() {
  for (const auto& actor : actors_) {
    if (actor->standstill) continue;
    actor->process.reset();
    actor->until = around_.clock.steady_ms() + around_.mayhem.random().between(0, kDownMax);
    actor->address->batches.clear();
    actor->address->asks.clear();
  }
}

std::optional<Millis> Cast::next() const {
  std::optional<Millis> next;
  for (const auto& actor : actors_) {
    const bool waits = actor->process && !actor->standstill;
    if (waits && actor->process->caught_up()) continue;
    const Millis at = waits ? around_.clock.steady_ms() + kCastLookMs : actor->until;
    if (!next || at < *next) next = at;
  }
  return next;
}

}  // namespace naadam::sim
