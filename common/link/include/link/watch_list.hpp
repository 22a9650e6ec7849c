// What a step loop waits for: ZeroMQ sockets and plain descriptors together, in one poll.
//
// Filled anew before each wait (clear, then everybody's watch()). Thread: the one that owns the sockets.
#pragma once

#include <poll.h>
#include <zmq.h>

#include <span>
#include <vector>

#include "core/clock.hpp"

namespace naadam::link {

class WatchList {
 public:
  void clear() { items_.clear(); }
  void add_socket(void* socket) { items_.push_back({socket, 0, ZMQ_POLLIN, 0}); }
  // `events` as for poll(2): POLLIN, POLLOUT.
  void add_fd(int fd, short events);
  void add_fds(std::span<const pollfd> fds);
  // True when something is ready, false when `wait_ms` went by or a signal came. An empty list just waits.
  bool wait(core::Millis wait_ms);

 private:
  std::vector<zmq_pollitem_t> items_;
};

}  // namespace naadam::link
