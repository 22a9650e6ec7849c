#include "support/scripted_http.hpp"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <stdexcept>

namespace naadam::support {
namespace {

constexpr int kBacklog = 64;
constexpr std::string_view kRequestHeadEnd = "\r\n\r\n";
constexpr std::string_view kLengthHeader = "\r\nContent-Length: ";

int listen_on_free_port(std::uint16_t& port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  if (fd < 0 || ::bind(fd, generic, size) != 0 || ::listen(fd, kBacklog) != 0 ||
      ::getsockname(fd, generic, &size) != 0) {
    throw std::runtime_error("scripted http: no loopback port");
  }
  port = ntohs(address.sin_port);
  return fd;
}

// Bytes of the whole request that begins `received`; npos while its head is not complete.
std::size_t request_bytes(const std::string& received) {
  const auto head = received.find(kRequestHeadEnd);
  if (head == std::string::npos) return std::string::npos;
  const auto length = received.find(kLengthHeader);
  const std::size_t body =
      length < head ? std::strtoul(received.c_str() + length + kLengthHeader.size(), nullptr, 10) : 0;
  return head + kRequestHeadEnd.size() + body;
}

}  // namespace

ScriptedHttp::ScriptedHttp(std::vector<int> steps) : steps_(std::move(steps)) {
  listener_ = listen_on_free_port(port_);
  stop_ = ::eventfd(0, EFD_CLOEXEC);
  thread_ = std::thread([this] { serve(); });
}

ScriptedHttp::~ScriptedHttp() {
  ::eventfd_write(stop_, 1);
  thread_.join();
  ::close(stop_);
  ::close(listener_);
}

std::vector<std::string> ScriptedHttp::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

bool ScriptedHttp::wait_readable(int fd) const {
  std::array<pollfd, 2> fds = {pollfd{fd, POLLIN, 0}, pollfd{stop_, POLLIN, 0}};
  return ::poll(fds.data(), fds.size(), -1) > 0 && fds[1].revents == 0;
}

bool ScriptedHttp::read_request(int fd, std::string& request) {
  request.clear();
  std::array<char, 4096> chunk{};
  while (request.size() < request_bytes(request)) {
    if (!wait_readable(fd)) return false;
    const ssize_t n = ::recv(fd, chunk.data(), chunk.size(), 0);
    if (n <= 0) return false;
    request.append(chunk.data(), static_cast<std::size_t>(n));
  }
  return true;
}

void ScriptedHttp::serve() {
  std::size_t step = 0;
  while (step < steps_.size() && wait_readable(listener_)) {
    const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    std::string request;
    while (step < steps_.size() && read_request(fd, request)) {
      const int act = steps_[step++];
      {
        const std::lock_guard lock(mutex_);
        requests_.push_back(request);
      }
      if (act == kSilence) wait_readable(stop_);
      if (act < 0) break;
      const std::string answer = "HTTP/1.1 " + std::to_string(act) + " x\r\nContent-Length: 0\r\n\r\n";
      if (::send(fd, answer.data(), answer.size(), MSG_NOSIGNAL) < 0) break;
    }
    ::close(fd);
  }
}

std::uint16_t unused_port() {
  std::uint16_t port = 0;
  ::close(listen_on_free_port(port));
  return port;
}

}  // namespace naadam::support
