#include "reply_thief.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <list>
#include <stdexcept>
#include <string_view>
#include <vector>

#include "cli/sample/random.hpp"
#include "store/cluster.hpp"

namespace naadam::fault {
namespace {

constexpr core::Millis kCutMs = 2'000;
constexpr std::string_view kCall = "n2_";  // how the names of all functions begin

sockaddr_un address_of(const std::filesystem::path& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string name = path.string();
  if (name.size() >= sizeof address.sun_path) throw std::runtime_error("reply thief: path too long");
  std::memcpy(address.sun_path, name.c_str(), name.size() + 1);
  return address;
}

int new_socket() { return ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0); }

bool write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (n <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

// One connection of a service and ours to Redis for it.
struct Line {
  int client = -1, server = -1;
  bool doomed = false;  // what Redis says next is stolen

  Line(int from, int to) : client(from), server(to) {}
  ~Line() {
    ::close(client);
    ::close(server);
  }
  Line(const Line&) = delete;
  Line& operator=(const Line&) = delete;
};

void cut_all(support::Installation& installation) {
  store::Cluster& cluster = installation.store().cluster();
  cluster.run_one({0, false, {"CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"}},
                  core::Deadline::in(installation.clock(), kCutMs));
}

}  // namespace

ReplyThief::ReplyThief(support::Installation& installation, std::uint64_t seed, std::size_t one_in)
    : path_(installation.home().redis_socket()), real_(path_.string() + ".real") {
  std::filesystem::rename(path_, real_);
  listener_ = new_socket();
  const sockaddr_un address = address_of(path_);
  if (listener_ < 0 || ::bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      ::listen(listener_, 128) != 0) {
    throw std::runtime_error("reply thief: cannot listen");
  }
  stop_ = ::eventfd(0, EFD_CLOEXEC);
  thread_ = std::thread([this, seed, one_in] { serve(seed, one_in); });
  cut_all(installation);
}

ReplyThief::~ReplyThief() {
  std::filesystem::rename(real_, path_);
  ::eventfd_write(stop_, 1);
  thread_.join();
  ::close(stop_);
  ::close(listener_);
}

void ReplyThief::serve(std::uint64_t seed, std::size_t one_in) {
  cli::sample::Random random(seed);
  std::list<Line> lines;
  std::vector<char> piece(256 * 1024);
  std::vector<pollfd> watched;

  const auto move = [&](Line& line, int from, int to) {
    const ssize_t n = ::recv(from, piece.data(), piece.size(), 0);
    if (n <= 0) return false;
    const std::string_view bytes(piece.data(), static_cast<std::size_t>(n));
    if (from == line.server && line.doomed) return ++stolen_, false;
    if (from == line.client && bytes.find(kCall) != std::string_view::npos) {
      line.doomed = line.doomed || random.below(one_in) == 0;
    }
    return write_all(to, bytes);
  };

  for (;;) {
    watched.assign({{stop_, POLLIN, 0}, {listener_, POLLIN, 0}});
    for (const Line& line : lines) {
      watched.push_back({line.client, POLLIN, 0});
      watched.push_back({line.server, POLLIN, 0});
    }
    if (::poll(watched.data(), watched.size(), -1) < 0) continue;
    if (watched[0].revents != 0) return;
    std::size_t at = 2;
    for (auto line = lines.begin(); line != lines.end(); at += 2) {
      const bool asks = watched[at].revents != 0;
      const bool answers = watched[at + 1].revents != 0;
      const bool whole =
          (!answers || move(*line, line->server, line->client)) && (!asks || move(*line, line->client, line->server));
      line = whole ? std::next(line) : lines.erase(line);
    }
    if (watched[1].revents == 0) continue;
    const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    const int server = new_socket();
    const sockaddr_un address = address_of(real_);
    lines.emplace_back(client, server);
    const bool there =
        server >= 0 && ::connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    if (!there) lines.pop_back();
  }
}

}  // namespace naadam::fault
