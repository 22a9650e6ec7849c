// A step of a process that comes to a standstill in the middle and goes on later, as after SIGSTOP, a machine that was
// suspended, or minutes of swapping. It has a thread of its own for its stack; only one thread ever runs.
//
// Thread: the world's. What the step throws comes out of begin() or go_on().
#pragma once

#include <exception>
#include <functional>
#include <memory>
#include <semaphore>
#include <thread>

#include "mayhem.hpp"

namespace naadam::sim {

class Standstill {
 public:
  explicit Standstill(std::function<bool()> step) : step_(std::move(step)) {}
  // One that still stands dies where it stands.
  ~Standstill();

  // Runs the step till it stands still, at its `points`th crash point, or to its end. True: it had something to do.
  bool begin(Mayhem& mayhem, std::size_t points);
  bool stands() const { return stands_; }
  // Runs it to its end.
  bool go_on();

 private:
  void stand();
  bool run();

  std::function<bool()> step_;
  std::binary_semaphore theirs_{0}, ours_{0};  // whose turn it is
  std::thread thread_;
  std::exception_ptr thrown_;
  bool busy_ = false;
  bool stands_ = false;
  bool dies_ = false;
};

}  // namespace naadam::sim
