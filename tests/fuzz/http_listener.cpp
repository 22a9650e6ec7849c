// Raw bytes to the HTTP listener over a connection.
#include "runtime/http_listener.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>

#include "expect.hpp"
#include "runtime/metrics.hpp"

namespace {

using namespace naadam;

constexpr int kPatienceMs = 2;

// Ends of connections linger for a minute: one source address would run out of ports.
sockaddr_in next_source() {
  static constexpr std::uint32_t kSources = 64;
  static std::uint32_t turn = 0;
  sockaddr_in own{};
  own.sin_family = AF_INET;
  own.sin_addr.s_addr = htonl(INADDR_LOOPBACK + ++turn % kSources);
  return own;
}

runtime::HttpListener& listener() {
  static runtime::Metrics metrics;
  static runtime::HttpListener http(metrics);
  static const bool kStarted = http.start(0).has_value();
  fuzz::expect(kStarted, "a free port");
  return http;
}

// Connected, or -1: a signal may cut a connect short, and a source may still have an old connection's port.
int connected() {
  static constexpr int kTries = 8;
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(listener().port());
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  for (int i = 0; i < kTries; ++i) {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in own = next_source();
    if (::bind(fd, reinterpret_cast<const sockaddr*>(&own), sizeof own) == 0 &&
        ::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
      return fd;
    }
    ::close(fd);
  }
  return -1;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const int fd = connected();
  fuzz::expect(fd >= 0, "the listener accepts");
  std::size_t sent = 0;
  while (sent < size) {
    const ssize_t n = ::send(fd, data + sent, size - sent, MSG_NOSIGNAL);
    if (n <= 0) break;  // the listener may cut a peer that says too much
    sent += static_cast<std::size_t>(n);
  }
  // What is not answered at once waits for the rest of a request that will not come.
  std::array<char, 4096> answer;
  pollfd readable{fd, POLLIN, 0};
  while (::poll(&readable, 1, kPatienceMs) > 0 && ::recv(fd, answer.data(), answer.size(), 0) > 0) {
  }
  const linger at_once{1, 0};
  ::setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  ::close(fd);
  return 0;
}
