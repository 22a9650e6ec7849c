// A fault in which messages go out by a gateway of the test's own, which is slow: what waits for it is given its time.
#pragma once

#include <vector>

#include "fault_run.hpp"
#include "slow_gateway.hpp"

namespace naadam::fault {

class GatewayFault : public Fault {
 public:
  support::InstallationOptions options() const override {
    support::InstallationOptions options;
    options.sink = gateway_.sink();
    return options;
  }
  Expected expected() const override {
    Expected expected;
    expected.rest_ms = 120'000;
    return expected;
  }
  std::vector<support::SentMessage> messages(const support::Installation&) const override {
    return gateway_.messages();
  }

 protected:
  SlowGateway gateway_;
};

}  // namespace naadam::fault
