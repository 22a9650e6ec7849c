#include "link/watch_list.hpp"

#include <cerrno>
#include <chrono>
#include <zmq.hpp>

namespace naadam::link {
namespace {

short zmq_events(short events) {
  int out = 0;
  if ((events & POLLIN) != 0) out |= ZMQ_POLLIN;
  if ((events & POLLOUT) != 0) out |= ZMQ_POLLOUT;
  return static_cast<short>(out);
}

}  // namespace

void WatchList::add_fd(int fd, short events) { items_.push_back({nullptr, fd, zmq_events(events), 0}); }

void WatchList::add_fds(std::span<const pollfd> fds) {
  for (const auto& item : fds) add_fd(item.fd, item.events);
}

bool WatchList::wait(core::Millis wait_ms) {
  try {
    return zmq::poll(items_.data(), items_.size(), std::chrono::milliseconds(wait_ms)) > 0;
  } catch (const zmq::error_t& error) {
    if (error.num() == EINTR) return false;
    throw;
  }
}

}  // namespace naadam::link
