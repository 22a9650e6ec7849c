// Who takes the steps of a delegation's trials, from the draw's publication to the finals, while an installation is
// made to suffer: each again until it is answered.
//
// A step that was answered is done; all of them may be repeated. Thread: construct, ask and destroy on the main thread,
// which meanwhile tends the installation; it works on a thread of its own.
#pragma once

#include <array>
#include <atomic>
#include <functional>
#include <string>
#include <thread>

#include "support/installation_contests.hpp"

namespace naadam::fault {

class Organiser {
 public:
  static constexpr core::Millis kPatienceMs = 120'000;  // for one step

  enum Step { kDrawPublished, kSeatsTold, kMarksImported, kResultsPublished, kNominated, kResultsTold, kSteps };

  // `contests` has begun. Both outlive it.
  Organiser(const support::Installation& installation, const support::Contests& contests);
  ~Organiser();  // waits for it to end
  Organiser(const Organiser&) = delete;
  Organiser& operator=(const Organiser&) = delete;

  bool has(Step step) const { return done_at_[step] != 0; }
  bool done() const { return done_; }
  // Once done: why it did not come to its end, else "".
  const std::string& trouble() const { return trouble_; }
  // Steady; 0: not yet.
  core::Millis done_at(Step step) const { return done_at_[step]; }

 private:
  void work();
  // Asks again until it gives "".
  bool take(Step step, const std::function<std::string()>& ask);

  const core::Clock& clock_;
  const support::Contests& contests_;
  asking::Peers peers_;  // used on the thread only
  std::array<std::atomic<core::Millis>, kSteps> done_at_{};
  std::string trouble_;
  std::atomic<bool> done_ = false;
  std::thread thread_;
};

}  // namespace naadam::fault
