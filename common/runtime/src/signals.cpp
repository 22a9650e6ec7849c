#include "runtime/signals.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdlib>

#include "core/clock.hpp"

namespace naadam::runtime {
namespace {

std::atomic<StopSignal*> handling{nullptr};
struct sigaction former_term, former_int, former_pipe, former_size;

void on_signal(int) {
  const int saved = errno;
  if (StopSignal* stop = handling.load()) stop->request();
  errno = saved;
}

}  // namespace

StopSignal::StopSignal(bool handle_signals) : fd_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)), handles_(handle_signals) {
  if (fd_ < 0) std::abort();  // no descriptor left at the very start: nothing can run
  if (!handles_) return;
  handling = this;
  struct sigaction stop{};
  stop.sa_handler = on_signal;
  struct sigaction ignore{};
  ignore.sa_handler = SIG_IGN;
  ::sigaction(SIGTERM, &stop, &former_term);
  ::sigaction(SIGINT, &stop, &former_int);
  ::sigaction(SIGPIPE, &ignore, &former_pipe);
  ::sigaction(SIGXFSZ, &ignore, &former_size);
}

StopSignal::~StopSignal() {
  if (handles_) {
    ::sigaction(SIGTERM, &former_term, nullptr);
    ::sigaction(SIGINT, &former_int, nullptr);
    ::sigaction(SIGPIPE, &former_pipe, nullptr);
    ::sigaction(SIGXFSZ, &former_size, nullptr);
    handling = nullptr;
  }
  ::close(fd_);
}

void StopSignal::request() {
  requested_.store(true, std::memory_order_relaxed);
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto n = ::write(fd_, &one, sizeof one);
}

bool StopSignal::wait(long wait_ms) const {
  const core::SystemClock clock;
  const auto until = core::Deadline::in(clock, wait_ms);
  pollfd watched{fd_, POLLIN, 0};
  int ready = 0;
  do {
    ready = ::poll(&watched, 1, wait_ms < 0 ? -1 : static_cast<int>(until.left(clock)));
  } while (ready < 0 && errno == EINTR);
  return ready > 0;
}

}  // namespace naadam::runtime
