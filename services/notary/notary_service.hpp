// The notary as a service: one history, one who writes it, and what it says of itself.
//
// Several copies on one machine stand by behind the lock of the history's directory; the store remembers which
// history its log goes to, so that a notary with another one, on another machine, keeps its hands off.
// Thread: construct and use on the step loop's; ready() from any.
#pragma once

#include <atomic>
#include <memory>
#include <optional>

#include "notary/notary.hpp"
#include "notary/options.hpp"
#include "runtime/dir_lock.hpp"
#include "runtime/log.hpp"
#include "runtime/service_host.hpp"

namespace naadam::notary {

class NotaryService {
 public:
  static constexpr core::Millis kRoundMs = 500;  // between two looks into the log when nothing is left in it

  // All outlive it.
  NotaryService(const Options& options, runtime::ServiceHost& host);
  ~NotaryService();

  // Runs the host until it is told to stop, and signs once more at the end.
  core::Status run();

 private:
  enum class State : std::uint8_t { kStandby, kStopped, kWorking };  // stopped: see why_; tried again

  void open();
  bool work();
  void sign();
  void show();
  runtime::Json status();
  core::Result<runtime::Json> rotate(const runtime::Json& ask);
  core::Result<runtime::Json> retire();
  // Logs it, to be tried again; kInternal ends the process.
  void not_now(runtime::Literal event, const core::Error& error);

  const Options& options_;
  runtime::ServiceHost& host_;
  const seal::SigningKeys keys_;
  std::optional<runtime::DirLock> lock_;
  std::unique_ptr<history::Writer> writer_;
  std::unique_ptr<Notary> notary_;
  std::atomic<State> state_ = State::kStandby;
  core::Error why_;
  core::Millis open_again_at_ = 0;
  core::Millis uncovered_since_ = 0;  // steady; 0: every entry is under a checkpoint
  core::Status ended_;
};

}  // namespace naadam::notary
