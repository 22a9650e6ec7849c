#include "slow_gateway.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <list>
#include <stdexcept>
#include <string_view>

namespace naadam::fault {
namespace {

constexpr std::string_view kHeadEnd = "\r\n\r\n";
constexpr std::string_view kAccepted = "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n";
constexpr std::size_t kIdChars = 32;

// The value of a header, "" where there is none.
std::string_view header(std::string_view request, std::string_view name) {
  const auto at = request.find(fmt::format("\r\n{}: ", name));
  if (at == std::string_view::npos) return {};
  const auto from = at + name.size() + 4;
  return request.substr(from, request.find("\r\n", from) - from);
}

// Bytes of the whole first request in `bytes`; 0: not all of it is there.
std::size_t request_bytes(std::string_view bytes) {
  const auto head = bytes.find(kHeadEnd);
  if (head == std::string_view::npos) return 0;
  const std::string length(header(bytes.substr(0, head + 2), "Content-Length"));
  const std::size_t all = head + kHeadEnd.size() + std::strtoull(length.c_str(), nullptr, 10);
  return bytes.size() < all ? 0 : all;
}

struct Caller {
  int fd;
  std::string bytes;
  core::Millis answer_at = 0;  // steady; 0: nothing is owed
};

}  // namespace

SlowGateway::SlowGateway() {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  if (listener_ < 0 || ::bind(listener_, generic, size) != 0 || ::listen(listener_, 16) != 0 ||
      ::getsockname(listener_, generic, &size) != 0) {
    throw std::runtime_error("slow gateway: cannot listen");
  }
  port_ = ntohs(address.sin_port);
  const auto password = dir_.path() / "password";
  std::ofstream(password) << "p\n";
  std::filesystem::permissions(password, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  stop_ = ::eventfd(0, EFD_CLOEXEC);
  thread_ = std::thread([this] { serve(); });
}

SlowGateway::~SlowGateway() {
  ::eventfd_write(stop_, 1);
  thread_.join();
  ::close(stop_);
  ::close(listener_);
}

cli::SinkSettings SlowGateway::sink() const {
  return {"kannel", fmt::format("http://127.0.0.1:{}/cgi-bin/sendsms", port_), "u", dir_.path() / "password", {}};
}

std::size_t SlowGateway::taken() const {
  const std::lock_guard lock(mutex_);
  return messages_.size();
}

std::vector<support::SentMessage> SlowGateway::messages() const {
  const std::lock_guard lock(mutex_);
  return messages_;
}

// The message's own id stands in the address for its receipt.
void SlowGateway::keep(std::string_view request) {
  const std::string_view receipt = header(request, "X-Kannel-DLR-Url");
  const auto id = receipt.find("m=");
  const std::lock_guard lock(mutex_);
  messages_.push_back({std::string(receipt.substr(std::min(id, receipt.size() - 2) + 2, kIdChars)),
                       std::string(header(request, "X-Kannel-To")),
                       std::string(request.substr(request.find(kHeadEnd) + kHeadEnd.size()))});
}

void SlowGateway::serve() {
  const core::SystemClock clock;
  std::list<Caller> lines;
  std::vector<pollfd> watched;
  std::array<char, 16 * 1024> piece{};
  for (;;) {
    watched.assign({{stop_, POLLIN, 0}, {listener_, POLLIN, 0}});
    core::Millis wait = 1'000;
    for (const Caller& line : lines) {
      watched.push_back({line.fd, POLLIN, 0});
      if (line.answer_at != 0) wait = std::clamp<core::Millis>(line.answer_at - clock.steady_ms(), 0, wait);
    }
    ::poll(watched.data(), watched.size(), static_cast<int>(wait));
    if (watched[0].revents != 0) break;
    std::size_t at = 2;
    for (auto line = lines.begin(); line != lines.end(); ++at) {
      if (watched[at].revents != 0) {
        const ssize_t n = ::recv(line->fd, piece.data(), piece.size(), 0);
        if (n <= 0) {
          ::close(line->fd);
          line = lines.erase(line);
          continue;
        }
        line->bytes.append(piece.data(), static_cast<std::size_t>(n));
      }
      const std::size_t whole = line->answer_at == 0 ? request_bytes(line->bytes) : 0;
      if (whole > 0) {
        keep(std::string_view(line->bytes).substr(0, whole));
        line->bytes.erase(0, whole);
        line->answer_at = clock.steady_ms() + delay_;
      }
      if (line->answer_at != 0 && line->answer_at <= clock.steady_ms()) {
        line->answer_at = 0;
        ::send(line->fd, kAccepted.data(), kAccepted.size(), MSG_NOSIGNAL);
      }
      ++line;
    }
    if (watched[1].revents != 0) lines.push_back({::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC), {}});
  }
  for (const Caller& line : lines) ::close(line.fd);
}

}  // namespace naadam::fault
