#include "cli/up/held_ports.hpp"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <random>
#include <utility>

namespace naadam::cli {
namespace {

int new_socket() { return ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0); }

bool bind_to(int socket, std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  return ::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
}

void share_address(int socket) {
  const int on = 1;
  ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
}

}  // namespace

HeldPorts HeldPorts::take(std::uint16_t count) {
  static constexpr int kTries = 100;
  std::random_device random;
  for (int i = 0; i < kTries; ++i) {
    HeldPorts held;
    held.first_ = static_cast<std::uint16_t>(kFirst + random() % (kCount - count));
    while (held.sockets_.size() < count && held.hold(static_cast<std::uint16_t>(held.first_ + held.sockets_.size()))) {
    }
    if (held.sockets_.size() == count) return held;
  }
  return {};
}

// Alone at first, so that of two who want the port one fails; shared from then on.
bool HeldPorts::hold(std::uint16_t port) {
  const int socket = new_socket();
  if (socket < 0) return false;
  if (!bind_to(socket, port)) {
    ::close(socket);
    return false;
  }
  share_address(socket);
  sockets_.push_back(socket);
  return true;
}

HeldPorts& HeldPorts::operator=(HeldPorts&& other) noexcept {
  release();
  first_ = other.first_;
  sockets_ = std::move(other.sockets_);
  return *this;
}

HeldPorts::~HeldPorts() { release(); }

void HeldPorts::release() {
  for (const int socket : sockets_) ::close(socket);
  sockets_.clear();
}

bool is_listened_on(std::uint16_t port) {
  const int socket = new_socket();
  if (socket < 0) return true;
  share_address(socket);
  const bool bound = bind_to(socket, port);
  ::close(socket);
  return !bound;
}

}  // namespace naadam::cli
