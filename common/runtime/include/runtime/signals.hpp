// The wish to stop: SIGTERM and SIGINT, or a fatal error inside, as one flag and one file descriptor to poll.
//
// The handler sets an atomic and writes an eventfd, nothing else. A second signal changes nothing: stopping is bounded
// by each loop's own deadline (5 s in all), and SIGKILL remains.
// Thread: stop_requested(), request() and fd() from any; one object per process installs handlers at a time.
#pragma once

#include <atomic>

namespace naadam::runtime {

class StopSignal {
 public:
  // Installs the handlers (and ignores SIGPIPE and SIGXFSZ: a write then returns its error); the former ones come back
  // with the destructor. `handle_signals` false: only request() sets it (several services in one test process).
  explicit StopSignal(bool handle_signals = true);
  ~StopSignal();
  StopSignal(const StopSignal&) = delete;
  StopSignal& operator=(const StopSignal&) = delete;

  bool requested() const { return requested_.load(std::memory_order_relaxed); }
  // Async-signal-safe.
  void request();
  // Readable from the first request on, for ever; for poll() and zmq::poll(). Do not read from it.
  int fd() const { return fd_; }
  // Blocks until requested or `wait_ms` have passed (negative: for ever). True when requested.
  bool wait(long wait_ms) const;

 private:
  std::atomic<bool> requested_{false};
  int fd_ = -1;
  bool handles_ = false;
};

}  // namespace naadam::runtime
