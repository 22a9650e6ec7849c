// A private Kannel for tests, started by deploy/kannel/kannel.sh as an installation would, on free ports, with its
// spool in a temporary folder. Waits for carrier and callbacks are cut to a second.
// Thread: the main thread of the test. Every failure is thrown as std::runtime_error that says what to do.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "runtime/child_process.hpp"
#include "support/redis.hpp"

namespace naadam::support {

class Kannel {
 public:
  // Starts it and waits until sendsms answers. The carrier need not be there yet.
  explicit Kannel(std::uint16_t smpp_port);

  std::string url() const;       // of sendsms
  std::string password() const;  // of its user "naadam"
  std::string password_file() const { return (dir_.path() / "run" / "password").string(); }

  void stop();   // SIGTERM, and waits
  void kill();   // SIGKILL to all its processes, and waits
  void start();  // again on the same spool and ports

 private:
  bool try_start();

  TempDir dir_;
  std::uint16_t smpp_port_;
  std::uint16_t sendsms_port_ = 0;
  std::uint16_t admin_port_ = 0;
  std::uint16_t smsbox_port_ = 0;
  std::optional<runtime::ChildProcess> process_;
};

}  // namespace naadam::support
