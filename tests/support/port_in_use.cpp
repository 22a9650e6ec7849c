#include "support/port_in_use.hpp"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

namespace naadam::support {

PortInUse::PortInUse(std::uint16_t port) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  if (fd_ < 0) return;
  const int on = 1;
  ::setsockopt(fd_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  listens_ = ::bind(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 && ::listen(fd_, 1) == 0;
}

PortInUse::~PortInUse() {
  if (fd_ >= 0) ::close(fd_);
}

}  // namespace naadam::support
