// An SMS gateway as Kannel's sendsms is, that takes every message and can be told to take its time over the answer.
//
// Several connections at once, kept alive; it sends no receipts. Personal data: invented only.
// Thread: construct, ask and destroy on one; it works on a thread of its own.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <thread>
#include <vector>

#include "cli/up/home.hpp"
#include "support/installation.hpp"
#include "support/redis.hpp"

namespace naadam::fault {

class SlowGateway {
 public:
  SlowGateway();
  ~SlowGateway();
  SlowGateway(const SlowGateway&) = delete;
  SlowGateway& operator=(const SlowGateway&) = delete;

  // What an installation must be told to use it.
  cli::SinkSettings sink() const;
  // From a request's last byte to its answer, from now on.
  void take_ms(core::Millis ms) { delay_ = ms; }

  std::size_t taken() const;
  std::vector<support::SentMessage> messages() const;

 private:
  void serve();
  void keep(std::string_view request);

  support::TempDir dir_;  // of the password
  int listener_ = -1;
  int stop_ = -1;  // eventfd
  std::uint16_t port_ = 0;
  std::atomic<core::Millis> delay_ = 0;
  mutable std::mutex mutex_;
  std::vector<support::SentMessage> messages_;  // guarded by mutex_
  std::thread thread_;
};

}  // namespace naadam::fault
