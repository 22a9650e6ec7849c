// Somebody who listens on a port of the loopback, with SO_REUSEADDR, as the services' HTTP servers do.
//
// Thread: one. No error: where the port is another's it does not listen.
#pragma once

#include <cstdint>

namespace naadam::support {

class PortInUse {
 public:
  explicit PortInUse(std::uint16_t port);
  ~PortInUse();
  PortInUse(const PortInUse&) = delete;
  PortInUse& operator=(const PortInUse&) = delete;

  bool listens() const { return listens_; }

 private:
  int fd_;
  bool listens_ = false;
};

}  // namespace naadam::support
