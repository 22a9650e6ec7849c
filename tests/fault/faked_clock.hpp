// The wall clock of one of the programs, off by as much as one likes: preload/wall_clock.cpp comes into every child
// that is started while this is at work, and is heeded only by the program that is named. Thread: one; the environment
// is the process's own, so no other thread may start programs meanwhile.
#pragma once

#include <string>

#include "core/clock.hpp"
#include "support/redis.hpp"

namespace naadam::fault {

class FakedClock {
 public:
  static constexpr core::Millis kHourMs = 3'600'000;

  // `program` as it is called: "naadam-intake", "redis-server". Its clock is `offset_ms` ahead from its start.
  FakedClock(const std::string& program, core::Millis offset_ms);
  ~FakedClock();
  FakedClock(const FakedClock&) = delete;
  FakedClock& operator=(const FakedClock&) = delete;

  // Programs that are started from now on are left alone.
  void let_go();
  // The clock jumps, at once.
  void set(core::Millis offset_ms);

 private:
  support::TempDir dir_;
  std::string file_;
};

}  // namespace naadam::fault
