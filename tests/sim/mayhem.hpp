// Everything that goes wrong in a simulated world, drawn from one seed, and the short memory of what did.
//
// Thread: one. The same seed gives the same world, event for event.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/sample/random.hpp"
#include "core/clock.hpp"

namespace naadam::sim {

using cli::sample::Random;
using core::Millis;

// The end of a process. No std::exception, so that nothing but the world catches it.
struct Crash {};

// How often something happens, in 10,000 occasions of it.
struct Rates {
  unsigned crash = 0;        // before and after every call, push, credit and submit
  unsigned unknown = 0;      // a call without an answer; half of them were executed
  unsigned unavailable = 0;  // a call that was surely not executed
  unsigned full = 0;         // an admit refused because memory is short
  unsigned outage = 0;       // of a tick: one shard is away for some seconds
  unsigned push_lost = 0, push_doubled = 0, push_late = 0;
  unsigned credit_lost = 0;
  unsigned sink_later = 0, sink_rejected = 0, sink_unknown = 0;  // half of the unknown were taken
  unsigned receipt_lost = 0, receipt_doubled = 0;
  unsigned stop = 0;       // of a step of a process: it stands still somewhere in the middle
  unsigned fail_over = 0;  // of a call without an answer: because its shard's primary went, and a replica took over
  unsigned promote = 0;    // of a tick: a replica takes over between two calls
  unsigned keep = 0;       // of a tick: the store as it is now is kept, to be set back to
  unsigned roll_back = 0;  // of a tick: the store, or some of its shards, are set back
  unsigned hold = 0;       // of a tick: messages are held back for some seconds
};

// Steady time of every process and the store's time are one clock, moved by the world alone.
class SimClock final : public core::Clock {
 public:
  explicit SimClock(Millis start) : now_(start) {}
  Millis steady_ms() const override { return now_; }
  void move(Millis by) { now_ += by; }

 private:
  Millis now_;
};

enum class CallFate { kAnswered, kExecutedUnknown, kLostUnknown, kUnavailable };

// What the present step does where it stands still. Called at most once for each arming.
using Stand = std::function<void()>;

class Mayhem {
 public:
  // Which kinds of fault a world knows is drawn too: a world without crashes shows other things than one with them.
  Mayhem(std::uint64_t seed, const SimClock& clock);

  Random& random() { return random_; }
  const Rates& rates() const { return rates_; }
  Millis now() const { return clock_.steady_ms(); }
  // How many copies of each service run.
  std::size_t copies() const { return copies_; }
  // From now on everything works, but for who stands still already.
  void end();

  bool chance(unsigned of_10000) { return of_10000 > 0 && random_.below(10'000) < of_10000; }
  // Throws Crash now and then, and stands still where that was asked for.
  void crash_point(std::string_view who, std::string_view when, std::string_view what);
  // The step that runs now stands still at its `points`th crash point from here, looking for due records not counted.
  void arm(std::size_t points, Stand stand);
  void disarm() { points_left_ = 0; }
  CallFate fate_of_call(std::uint16_t shard);
  void begin_outage(std::uint16_t shard, Millis length);

  // A defer was not executed: what it was to take back still looks like an attempt.
  void lose_defer() { ++lost_defers_; }
  std::size_t lost_defers() const { return lost_defers_; }

  void note(std::string event);
  // Of all events so far, and of how chance stands: two runs of one seed have the same.
  std::uint64_t digest() const;
  // The last events, a line each.
  std::string trace() const;

 private:
  static constexpr std::size_t kEventsKept = 60;

  const SimClock& clock_;
  Random random_;
  Rates rates_;
  std::vector<Millis> away_until_;  // by shard
  std::deque<std::string> events_;
  std::uint64_t digest_ = 0;
  std::size_t copies_ = 1;
  std::size_t lost_defers_ = 0;
  std::size_t points_left_ = 0;
  Stand stand_;
};

}  // namespace naadam::sim
