// The two clocks as one small interface each, so that tests and the simulation own time.
// Durations and instants are milliseconds; an instant is Unix time, UTC.
#pragma once

#include <cstdint>

namespace naadam::core {

using Millis = std::int64_t;

// Steady time for deadlines inside one process; never stored, never sent.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Millis steady_ms() const = 0;
};

class SystemClock final : public Clock {
 public:
  Millis steady_ms() const override;
};

// Unix time by this machine's clock, which may be wrong: for what people read or compare, never an identity.
Millis wall_ms();

// A deadline is passed down; a callee never adds time.
struct Deadline {
  Millis at = 0;  // on Clock::steady_ms()
  static Deadline in(const Clock& clock, Millis wait) { return {clock.steady_ms() + wait}; }
  Millis left(const Clock& clock) const {
    const Millis ms = at - clock.steady_ms();
    return ms > 0 ? ms : 0;
  }
};

}  // namespace naadam::core
