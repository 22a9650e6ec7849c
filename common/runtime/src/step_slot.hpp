// What the loop keeps for one stage, shared by the sources of StepLoop.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>

#include "runtime/step_loop.hpp"

namespace naadam::runtime {

// Adds the microseconds of its life to a counter.
class Timed {
 public:
  explicit Timed(Counter& counter) : counter_(counter), begun_(std::chrono::steady_clock::now()) {}
  ~Timed() {
    const auto took = std::chrono::steady_clock::now() - begun_;
    counter_.add(static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::microseconds>(took).count()));
  }
  Timed(const Timed&) = delete;
  Timed& operator=(const Timed&) = delete;

 private:
  Counter& counter_;
  std::chrono::steady_clock::time_point begun_;
};

struct StepLoop::Slot {
  struct Waiting {
    store::Batch batch;
    link::PeerId peer = 0;  // 0: taken here, no credit to give back
  };

  StageHandler* handler;
  StageHandler::Spec spec;
  std::deque<Waiting> waiting;
  std::deque<store::Batch> doubted;  // came back without progress: each is tried alone
  std::size_t waiting_items = 0;     // in both
  bool bulk = false;
  core::Millis waiting_since = 0;
  core::Millis worked_at = 0;  // when records last went to the handler
  core::Millis next_take = 0;
  std::uint16_t next_shard = 0;
  Counter *items, *taken, *pushed, *parked, *failed, *work_us, *take_us;
};

}  // namespace naadam::runtime
