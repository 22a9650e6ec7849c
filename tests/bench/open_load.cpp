#include "bench/open_load.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string_view>

namespace naadam::bench {
namespace {

constexpr auto kPatience = std::chrono::seconds(10);

class Connection {
 public:
  explicit Connection(std::uint16_t port) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int on = 1;
    ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (::connect(fd_, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0) {
      throw std::runtime_error("nobody listens");
    }
  }
  ~Connection() { ::close(fd_); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  int fd() const { return fd_; }
  void send(std::string_view bytes) {
    if (::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(bytes.size())) {
      throw std::runtime_error("a request could not be sent");
    }
  }
  // The status of the answer once it is whole; 0 before.
  unsigned receive() {
    char piece[8'192];
    const ssize_t n = ::recv(fd_, piece, sizeof piece, MSG_DONTWAIT);
    if (n <= 0) throw std::runtime_error("the server closed");
    read_.append(piece, static_cast<std::size_t>(n));
    const auto body = read_.find("\r\n\r\n");
    if (body == std::string::npos) return 0;
    static constexpr std::string_view kLength = "Content-Length: ";
    const auto at = read_.find(kLength);
    if (at == std::string::npos || at > body) throw std::runtime_error("an answer without its length");
    if (read_.size() < body + 4 + std::strtoul(read_.c_str() + at + kLength.size(), nullptr, 10)) return 0;
    const auto status = static_cast<unsigned>(std::strtoul(read_.c_str() + sizeof "HTTP/1.1", nullptr, 10));
    read_.clear();
    return status;
  }

  std::size_t request = SIZE_MAX;  // on its way; SIZE_MAX: free

 private:
  const int fd_;
  std::string read_;
};

timespec until(Clock::time_point at) {
  const auto left = std::max<std::int64_t>(0, std::chrono::nanoseconds(at - Clock::now()).count());
  return {left / 1'000'000'000, left % 1'000'000'000};
}

}  // namespace

std::vector<Answered> open_load(std::uint16_t port, const std::vector<std::string>& requests, double rate,
                                std::size_t connections) {
  std::vector<std::unique_ptr<Connection>> all;
  std::vector<pollfd> watched;
  for (std::size_t i = 0; i < connections; ++i) {
    all.push_back(std::make_unique<Connection>(port));
    watched.push_back({all.back()->fd(), POLLIN, 0});
  }
  std::vector<Answered> answers(requests.size());
  const auto begun = Clock::now() + std::chrono::milliseconds(100);
  for (std::size_t i = 0; i < requests.size(); ++i) {
    answers[i].due = begun + std::chrono::nanoseconds(static_cast<std::int64_t>(static_cast<double>(i) * 1e9 / rate));
  }
  std::size_t next = 0, done = 0;
  auto heard_at = begun;
  while (done < requests.size()) {
    const auto now = Clock::now();
    for (const auto& one : all) {
      if (next == requests.size() || answers[next].due > now) break;
      if (one->request != SIZE_MAX) continue;
      one->request = next++;
      one->send(requests[one->request]);
    }
    const bool waits = next < requests.size() && answers[next].due > Clock::now();
    const timespec pause = until(waits ? answers[next].due : Clock::now() + std::chrono::milliseconds(100));
    if (::ppoll(watched.data(), watched.size(), &pause, nullptr) > 0) {
      for (std::size_t i = 0; i < all.size(); ++i) {
        if (watched[i].revents == 0) continue;
        if (all[i]->request == SIZE_MAX) {  // idle for so long that the server has closed it
          all[i] = std::make_unique<Connection>(port);
          watched[i].fd = all[i]->fd();
          continue;
        }
        const unsigned status = all[i]->receive();
        if (status == 0) continue;
        heard_at = Clock::now();
        answers[all[i]->request].at = heard_at;
        answers[all[i]->request].status = status;
        all[i]->request = SIZE_MAX;
        ++done;
      }
    }
    if (Clock::now() - heard_at > kPatience) throw std::runtime_error("no answer for 10 s");
  }
  return answers;
}

double percentile(std::vector<double>& values, double p) {
  std::ranges::sort(values);
  const auto rank = static_cast<std::size_t>(std::ceil(p / 100 * static_cast<double>(values.size())));
  return values[std::clamp<std::size_t>(rank, 1, values.size()) - 1];
}

}  // namespace naadam::bench
