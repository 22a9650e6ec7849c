#include "cli/up/held_ports.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <optional>
#include <set>

#include "support/port_in_use.hpp"

namespace naadam::cli {
namespace {

using support::PortInUse;

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
      const PortInUse server(port);
      EXPECT_TRUE(server.listens());
      EXPECT_TRUE(is_listened_on(port));
      EXPECT_FALSE(PortInUse(port).listens());
    }
    EXPECT_FALSE(is_listened_on(port));
  }
}

TEST(HeldPortsTest, WhatIsMovedIsHeldOnAndWhatEndsIsFree) {
  std::optional<HeldPorts> held = HeldPorts::take();
  const std::uint16_t port = held->first();
  const int alone = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);  // without SO_REUSEADDR: only where nobody is
  ASSERT_GE(alone, 0);
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
