#include "runtime/copies.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace naadam::runtime {
namespace {

using testing::ElementsAre;

// An outbox of which only the endpoints matter.
class Addresses final : public link::Outbox {
 public:
  std::vector<std::string> now{"ipc:///first"};
  std::size_t times_set = 0;

  core::Status set_endpoints(const std::vector<link::Endpoint>& endpoints) override {
    ++times_set;
    now.clear();
    for (const link::Endpoint& endpoint : endpoints) now.push_back(endpoint.address + endpoint.server_key);
    return {};
  }
  std::optional<link::Reservation> reserve(std::size_t) override { return std::nullopt; }
  void unreserve(const link::Reservation&) override {}
  link::Offer push(const link::Reservation&, const wire::BatchFrame&, const core::Id&) override {
    return link::Offer::kNoPeer;
  }
  void step() override {}
  void watch(link::WatchList&) override {}
  std::size_t credit() const override { return 0; }
  const link::OutboxStats& stats() const override { return stats_; }
  void close() override {}

 private:
  link::OutboxStats stats_;
};

struct PresenceTest : testing::Test {
  static store::Copy copy(std::uint16_t number, const std::string& where) { return {number, "ipc:///" + where, {}}; }

  store::ModelAnnouncements board;
  Presence first{board, "intake", copy(1, "a")};
  Presence second{board, "intake", copy(2, "b")};
};

TEST(CopyName, TheFirstCopyIsNamedAsTheService) {
  EXPECT_EQ(copy_name("intake", 1), "intake");
  EXPECT_EQ(copy_name("intake", 12), "intake-12");
  CommonOptions options;
  options.data_dir = "/d";
  EXPECT_EQ(endpoint_of(options, "intake"), "ipc:///d/run/intake.ipc");
  EXPECT_EQ(endpoint_of(options, "intake", 2), "ipc:///d/run/intake-2.ipc");
}

TEST_F(PresenceTest, TheCopyWithTheSmallestNumberLeadsUntilItIsForgotten) {
  EXPECT_FALSE(first.leads());
  ASSERT_TRUE(second.announce());
  EXPECT_TRUE(second.leads());
  ASSERT_TRUE(first.announce());
  ASSERT_TRUE(second.announce());
  EXPECT_TRUE(first.leads());
  EXPECT_FALSE(second.leads());
  board.advance_clock(Presence::kLifeMs - 1);
  ASSERT_TRUE(second.announce());
  EXPECT_FALSE(second.leads());
  board.advance_clock(1);
  ASSERT_TRUE(second.announce());
  EXPECT_TRUE(second.leads());
}

TEST_F(PresenceTest, WhoLeavesLeadsNoMoreAndIsNotWaitedFor) {
  ASSERT_TRUE(first.announce());
  first.withdraw();
  EXPECT_FALSE(first.leads());
  ASSERT_TRUE(second.announce());
  EXPECT_TRUE(second.leads());
}

TEST_F(PresenceTest, ANumberThatLivesElsewhereIsRefused) {
  ASSERT_TRUE(first.announce());
  Presence same(board, "intake", copy(1, "elsewhere"));
  const auto refused = same.announce();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, core::ErrorKind::kRefused);
  EXPECT_FALSE(same.leads());
}

TEST_F(PresenceTest, WaysFollowThoseWhoAreAnnounced) {
  Addresses way;
  Presence sender(board, "eligibility", copy(1, "e"));
  sender.follow("intake", way);
  ASSERT_TRUE(second.announce());
  sender.look();
  EXPECT_THAT(way.now, ElementsAre("ipc:///b"));
  ASSERT_TRUE(first.announce());
  sender.look();
  EXPECT_THAT(way.now, ElementsAre("ipc:///a", "ipc:///b"));
  second.withdraw();
  sender.look();
  EXPECT_THAT(way.now, ElementsAre("ipc:///a"));
}

TEST_F(PresenceTest, WaysStayWhileNobodyIsAnnouncedAndWhileNothingChanges) {
  Addresses way;
  Presence sender(board, "eligibility", copy(1, "e"));
  sender.follow("intake", way);
  sender.look();
  EXPECT_THAT(way.now, ElementsAre("ipc:///first"));
  ASSERT_TRUE(first.announce());
  sender.look();
  sender.look();
  EXPECT_EQ(way.times_set, 1u);
  board.advance_clock(Presence::kLifeMs);
  sender.look();
  EXPECT_THAT(way.now, ElementsAre("ipc:///a"));
}

TEST_F(PresenceTest, EachWayFollowsItsOwnService) {
  Addresses to_eligibility, to_notification;
  Presence sender(board, "intake", copy(1, "i"));
  sender.follow("eligibility", to_eligibility);
  sender.follow("notification", to_notification);
  ASSERT_TRUE(board.announce("notification", {3, "tcp://127.0.0.1:9", "key"}, Presence::kLifeMs));
  sender.look();
  EXPECT_THAT(to_eligibility.now, ElementsAre("ipc:///first"));
  EXPECT_THAT(to_notification.now, ElementsAre("tcp://127.0.0.1:9key"));
}

}  // namespace
}  // namespace naadam::runtime
