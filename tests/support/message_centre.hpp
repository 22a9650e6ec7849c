// The carrier's side for tests: tests/support/smsc/centre.js as a child process. What it does with a message follows
// the last five digits of the number (smsc/plans.js).
// Thread: the main thread of the test. Every failure is thrown as std::runtime_error that says what to do.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

#include "runtime/child_process.hpp"
#include "support/redis.hpp"

namespace naadam::support {

class MessageCentre {
 public:
  // Installs its package if need be, starts it, waits until it listens. Port 0: any free one.
  explicit MessageCentre(std::uint16_t smpp_port = 0);

  std::uint16_t smpp_port() const { return smpp_port_; }
  // What it has taken for a number: objects with id, to, text, part, parts, at_ms.
  nlohmann::json messages_to(const std::string& number);

 private:
  TempDir dir_;
  runtime::ChildProcess process_;
  std::uint16_t smpp_port_ = 0;
  std::uint16_t control_port_ = 0;
};

}  // namespace naadam::support
