// Stands in the ways between the services and loses, doubles and shuffles what they say to each other: pushes, credit,
// hellos, questions and answers alike.
//
// It is announced in place of each service, so that whoever looks for one finds the mixer, and passes every frame on to
// the real one, each sender by a socket of its own. A frame is held for a short while by chance; so it is overtaken.
// The services' own announcements are refused meanwhile and come back when the mixer is gone. Thread: construct, ask
// and destroy on one; it works on a thread of its own.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <thread>

#include "support/installation.hpp"

namespace naadam::fault {

class FrameMixer {
 public:
  // Of a hundred frames.
  static constexpr unsigned kLost = 3, kDoubled = 10, kHeld = 25;
  static constexpr core::Millis kHeldMsMax = 40;

  // Batches alone, as other frames come and go by themselves; or all, where the work needs no batch.
  enum class Counted { kBatches, kFrames };

  struct Counts {
    std::size_t passed = 0, lost = 0, doubled = 0, held = 0;
  };

  // Goes before `installation` does. Returns when every service that pushes has said hello by way of it: what is done
  // from then on is done through the mixer.
  FrameMixer(const support::Installation& installation, std::uint64_t seed, Counted counted = Counted::kBatches);
  ~FrameMixer();
  FrameMixer(const FrameMixer&) = delete;
  FrameMixer& operator=(const FrameMixer&) = delete;

  Counts seen() const { return {passed_, lost_, doubled_, held_}; }

 private:
  class Work;

  std::atomic<std::size_t> passed_ = 0, lost_ = 0, doubled_ = 0, held_ = 0;
  const Counted counted_;
  std::atomic<bool> between_ = false, stop_ = false;
  std::thread thread_;
};

}  // namespace naadam::fault
