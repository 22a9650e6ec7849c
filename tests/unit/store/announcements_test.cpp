// Who is alive, by both stores.
#include "store/announcements.hpp"

#include "store/keys.hpp"
#include "store/slot.hpp"
#include "worlds.hpp"

namespace naadam::store {
namespace {

constexpr core::Millis kShort = 40;
constexpr core::Millis kLong = 60'000;

struct ModelTown {
  static constexpr const char* kName = "Model";
  Announcements& announcements() { return model; }
  void pass(core::Millis ms) { model.advance_clock(ms); }
  ModelAnnouncements model;
};

struct RedisTown {
  static constexpr const char* kName = "Redis";
  Announcements& announcements() { return redis; }
  // Until so much has passed by the server's clock.
  void pass(core::Millis ms) {
    const core::Millis until = world.server_ms() + ms;
    while (world.server_ms() <= until) {
    }
  }
  RedisWorld world;
  RedisAnnouncements redis{world.redis->cluster(), world.clock};
};

template <class Town>
class AnnouncementsTest : public testing::Test {
 protected:
  static Copy copy(std::uint16_t number, const std::string& endpoint) {
    return {number, "ipc:///run/" + endpoint + ".ipc", ""};
  }
  std::vector<Copy> announce(const Copy& self, core::Millis life = kLong, std::string_view service = "intake") {
    const auto live = town_.announcements().announce(service, self, life);
    EXPECT_TRUE(live) << live.error().cause;
    return live.value_or(std::vector<Copy>());
  }
  std::vector<Copy> copies(std::string_view service = "intake") {
    const auto live = town_.announcements().copies(service);
    EXPECT_TRUE(live) << live.error().cause;
    return live.value_or(std::vector<Copy>());
  }

  Town town_;
};
using Towns = testing::Types<ModelTown, RedisTown>;
TYPED_TEST_SUITE(AnnouncementsTest, Towns, WorldNames);

TYPED_TEST(AnnouncementsTest, CopiesOfAServiceAreFoundInTheOrderOfTheirNumbers) {
  const Copy ten = this->copy(10, "ten");
  const Copy two{2, "tcp://127.0.0.1:4100", std::string("k\0y", 3)};
  const Copy other = this->copy(1, "other");
  EXPECT_EQ(this->announce(ten), (std::vector{ten}));
  EXPECT_EQ(this->announce(two), (std::vector{two, ten}));
  EXPECT_EQ(this->announce(other, kLong, "eligibility"), (std::vector{other}));
  EXPECT_EQ(this->copies(), (std::vector{two, ten}));
  EXPECT_EQ(this->copies("notification"), (std::vector<Copy>{}));
}

TYPED_TEST(AnnouncementsTest, WhoFallsSilentIsForgottenAndTheOthersStay) {
  const Copy silent = this->copy(1, "silent");
  const Copy alive = this->copy(2, "alive");
  this->announce(alive);
  EXPECT_EQ(this->announce(silent, kShort), (std::vector{silent, alive}));
  this->town_.pass(kShort);
  EXPECT_EQ(this->copies(), (std::vector{alive}));
  EXPECT_EQ(this->announce(alive), (std::vector{alive}));
}

TYPED_TEST(AnnouncementsTest, AnAnnouncementRepeatedLivesOn) {
  const Copy self = this->copy(1, "self");
  this->announce(self, kShort);
  this->announce(self);
  this->town_.pass(kShort);
  EXPECT_EQ(this->copies(), (std::vector{self}));
}

TYPED_TEST(AnnouncementsTest, ANumberBelongsToOneEndpointAsLongAsItsAnnouncementLives) {
  const Copy first = this->copy(1, "first");
  const Copy second = this->copy(1, "second");
  this->announce(first, kShort);
  const auto refused = this->town_.announcements().announce("intake", second, kLong);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, core::ErrorKind::kRefused);
  EXPECT_EQ(this->copies(), (std::vector{first}));
  this->town_.pass(kShort);
  EXPECT_EQ(this->announce(second), (std::vector{second}));
}

TYPED_TEST(AnnouncementsTest, ACopyStartedAgainAtItsEndpointNeedNotWait) {
  Copy self = this->copy(1, "self");
  this->announce(self);
  self.server_key = "renewed";
  EXPECT_EQ(this->announce(self), (std::vector{self}));
}

TYPED_TEST(AnnouncementsTest, WhoLeavesIsForgottenAtOnceButNobodyElseIs) {
  const Copy self = this->copy(1, "self");
  const Copy other = this->copy(2, "other");
  this->announce(self);
  this->announce(other);
  ASSERT_TRUE(this->town_.announcements().withdraw("intake", this->copy(2, "stranger")));
  ASSERT_TRUE(this->town_.announcements().withdraw("intake", self));
  ASSERT_TRUE(this->town_.announcements().withdraw("intake", self));
  EXPECT_EQ(this->copies(), (std::vector{other}));
}

TYPED_TEST(AnnouncementsTest, WhatEndsLaterThanAnyCanIsForgotten) {
  this->announce(this->copy(1, "before"), kLifeMsMax + kShort * 50);
  EXPECT_TRUE(this->copies().empty());
  const Copy after = this->copy(1, "after");
  EXPECT_EQ(this->announce(after), std::vector{after});
}

TEST(RedisAnnouncementsTest, NothingStaysBehindWhenTheLastCopyHasGone) {
  RedisTown town;
  ASSERT_TRUE(town.redis.announce("intake", {1, "ipc:///a", ""}, kLong));
  ASSERT_TRUE(town.redis.announce("intake", {2, "ipc:///b", ""}, kShort));
  const auto ask = [&](std::string_view command) {
    const std::string key = keys::copies("intake");
    return town.world.redis->cluster()
        .run_one({slot_of(key), true, {command, key}}, core::Deadline::in(town.world.clock, 5'000))
        .reply.integer();
  };
  EXPECT_GT(ask("PTTL"), kShort);  // of the longest life
  ASSERT_TRUE(town.redis.withdraw("intake", {1, "ipc:///a", ""}));
  ASSERT_TRUE(town.redis.withdraw("intake", {2, "ipc:///b", ""}));
  EXPECT_EQ(ask("EXISTS"), 0);
}

}  // namespace
}  // namespace naadam::store
