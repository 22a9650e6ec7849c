#include "cli/up/held_ports.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <optional>
#include <set>

namespace naadam::cli {
namespace {

// As the services' HTTP servers do.
class Server {
 public:
  explicit Server(std::uint16_t port) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const int on = 1;
    ::setsockopt(fd_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    listens_ = ::bind(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 && ::listen(fd_, 1) == 0;
  }
  ~Server() { ::close(fd_); }
  bool listens() const { return listens_; }

 private:
  int fd_;
  bool listens_ = false;
};

TEST(HeldPortsTest, NoTwoAreGivenTheSamePortAlthoughNothingListensYet) {
  constexpr std::size_t kMany = 500;  // of 12,000: as good as certain to meet by chance
  std::vector<HeldPorts> held;
  std::set<std::uint16_t> ports;
  for (std::size_t i = 0; i < kMany; ++i) ports.insert(held.emplace_back(HeldPorts::take()).first());
  EXPECT_EQ(ports.size(), kMany);
  EXPECT_FALSE(ports.contains(0));
}

TEST(HeldPortsTest, NeighboursAreAllHeldAndAServerListensOnEachAsOftenAsItStarts) {
  constexpr std::uint16_t kCount = 3;
  const HeldPorts held = HeldPorts::take(kCount);
  ASSERT_NE(held.first(), 0);
  for (std::uint16_t i = 0; i < kCount; ++i) {
    const auto port = static_cast<std::uint16_t>(held.first() + i);
    EXPECT_FALSE(is_listened_on(port));
    for (int start = 0; start < 2; ++start) {
      const Server server(port);
      EXPECT_TRUE(server.listens());
      EXPECT_TRUE(is_listened_on(port));
      EXPECT_FALSE(Server(port).listens());
    }
    EXPECT_FALSE(is_listened_on(port));
  }
}

TEST(HeldPortsTest, WhatIsMovedIsHeldOnAndWhatEndsIsFree) {
  std::optional<HeldPorts> held = HeldPorts::take();
  const std::uint16_t port = held->first();
  const int alone = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);  // without SO_REUSEADDR: only where nobody is
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  const auto binds = [&] { return ::bind(alone, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0; };
  EXPECT_FALSE(binds());
  HeldPorts moved = std::move(*held);
  held.reset();
  EXPECT_FALSE(binds());
  moved = HeldPorts::take();
  EXPECT_TRUE(binds());
  ::close(alone);
}

}  // namespace
}  // namespace naadam::cli
