// The question that this thread is answering, for code deep below a handler that writes on behalf of whoever asked.
//
// Thread: each has its own. Made by the step loop around a handler; not nested.
#pragma once

#include "core/clock.hpp"
#include "core/result.hpp"

namespace naadam::runtime {

class Answering {
 public:
  // As wire::Ask::until.
  explicit Answering(core::Millis until);
  ~Answering();
  Answering(const Answering&) = delete;
  Answering& operator=(const Answering&) = delete;

  // Until when, by the store's clock, whoever asked waits; 0: no question, or it does not say.
  static core::Millis until();
};

// What is said where that is over: kUnavailable, ask again.
core::Error asked_too_long_ago();

}  // namespace naadam::runtime
