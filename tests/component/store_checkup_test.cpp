// What the doctor says of a Redis that is not as it should be: a real cluster that is hurt, and a Redis of one whose
// settings somebody has changed.
#include "cli/up/store_checkup.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "store/node_connection.hpp"
#include "support/redis.hpp"
#include "support/redis_cluster.hpp"

namespace naadam::cli {
namespace {

using testing::AllOf;
using testing::HasSubstr;

constexpr core::Millis kSeenMs = 30'000;

class StoreCheckupTest : public testing::Test {
 protected:
  static Settings settings_of(const std::vector<std::string>& addresses) {
    Settings settings;
    std::string& all = settings.common.store_address = "";
    for (const std::string& one : addresses) all += (all.empty() ? "" : ",") + one;
    return settings;
  }

  // The check of that name; one without a name where there is none.
  static Check found(const Settings& settings, const std::string& name, Lang lang = Lang::kEn) {
    const auto checks = check_store(settings, lang);
    const auto it = std::ranges::find(checks, name, &Check::name);
    return it == checks.end() ? Check{} : *it;
  }

  // Redis takes a second or more to notice: until the check is of this health. Then it must say what to do.
  Check comes_to_be(const Settings& settings, const std::string& name, Health health) {
    const auto deadline = core::Deadline::in(clock_, kSeenMs);
    Check check = found(settings, name);
    while ((check.name.empty() || check.health != health) && deadline.left(clock_) > 0) check = found(settings, name);
    EXPECT_EQ(check.name, name);
    EXPECT_EQ(check.health, health) << check.found;
    EXPECT_EQ(check.todo.empty(), health == Health::kGood);
    return check;
  }

  core::SystemClock clock_;
};

TEST_F(StoreCheckupTest, AWholeClusterIsWell) {
  support::RedisCluster cluster;
  const Settings settings = settings_of(cluster.seeds());
  EXPECT_THAT(comes_to_be(settings, "slots", Health::kGood).found, HasSubstr("3 primaries and 3 replicas"));
  for (const Check& check : check_store(settings, Lang::kEn)) {
    EXPECT_TRUE(check.health == Health::kGood || check.name == "memory") << check.name << ": " << check.found;
  }
}

TEST_F(StoreCheckupTest, AReplicaThatDiedIsMissedAndSoAreTheWritesItWasNeededFor) {
  support::RedisCluster cluster;
  Settings settings = settings_of(cluster.seeds());
  const std::size_t primary = cluster.primary_of(0);
  const std::size_t replica = cluster.replicas_of(primary).front();
  cluster.kill(replica);
  const std::string whose = cluster.address(primary);
  EXPECT_THAT(comes_to_be(settings, "min_replicas", Health::kBad).found, HasSubstr(whose + ": 0 replicas in step"));
  EXPECT_THAT(found(settings, "nodes").found, HasSubstr(cluster.address(replica)));
  EXPECT_THAT(found(settings, "replicas").found, HasSubstr(whose + " has 0 replicas of 1"));
  EXPECT_EQ(found(settings, "replicas").health, Health::kWarning);
  settings.common.store_replicas = 1;
  EXPECT_EQ(found(settings, "replicas").health, Health::kBad) << "no write counts any more";

  cluster.restart(replica);
  cluster.await_health();
  comes_to_be(settings, "slots", Health::kGood);
}

TEST_F(StoreCheckupTest, APrimaryThatWouldGoOnWithoutItsReplicasIsNamed) {
  support::RedisCluster cluster;
  const Settings settings = settings_of(cluster.seeds());
  cluster.say(1, {"CONFIG", "SET", "min-replicas-to-write", "0"});
  const Check check = comes_to_be(settings, "min_replicas", Health::kWarning);
  EXPECT_THAT(check.found, HasSubstr(cluster.address(1)));
  EXPECT_THAT(check.found, testing::Not(HasSubstr(cluster.address(0))));
}

TEST_F(StoreCheckupTest, AReplicaThatIsCutOffIsNamed) {
  support::RedisCluster cluster;
  const Settings settings = settings_of(cluster.seeds());
  const std::size_t primary = cluster.primary_of(0);
  cluster.say(primary, {"ACL", "SETUSER", "default", "-psync", "-sync", "-replconf"});
  cluster.say(primary, {"CLIENT", "KILL", "TYPE", "REPLICA"});
  const Check check = comes_to_be(settings, "replica_link", Health::kBad);
  EXPECT_THAT(check.found, AllOf(HasSubstr(cluster.address(primary)),
                                 HasSubstr(cluster.address(cluster.replicas_of(primary).front()))));
  EXPECT_EQ(found(settings, "nodes").name, "");
}

TEST_F(StoreCheckupTest, SlotsThatNobodyServesAreCounted) {
  support::RedisClusterOptions alone;
  alone.replicas = 0;
  support::RedisCluster cluster(alone);
  const Settings settings = settings_of(cluster.seeds());
  EXPECT_THAT(comes_to_be(settings, "replicas", Health::kWarning).found, HasSubstr("has 0 replicas of 1"));
  cluster.say(0, {"CLUSTER", "DELSLOTS", "7", "8"});
  EXPECT_THAT(comes_to_be(settings, "slots", Health::kBad).found, HasSubstr("2 of 16384"));
  const auto lost = cluster.slots_of(2).size();
  cluster.kill(2);
  EXPECT_THAT(comes_to_be(settings, "slots", Health::kBad).found, HasSubstr(std::to_string(lost + 2) + " of 16384"));
  EXPECT_THAT(found(settings, "slots", Lang::kZh).found, HasSubstr("没有节点在服务"));
}

TEST_F(StoreCheckupTest, SettingsThatSomebodyHasChangedAreNamedWithWhatTheFileAsks) {
  const support::TempDir dir;
  runtime::RedisOptions options;
  options.dir = dir.path() / "redis";
  options.maxmemory_bytes = 256u << 20;
  auto redis = runtime::RedisChild::start(options);
  ASSERT_TRUE(redis) << redis.error().cause;
  const Settings settings = settings_of({redis->address()});
  EXPECT_EQ(found(settings, "durability").health, Health::kGood);
  EXPECT_EQ(found(settings, "memory").health, Health::kGood);
  EXPECT_EQ(found(settings, "slots").name, "") << "one node is meant to be alone";

  auto node = store::NodeConnection::open(redis->address(), {}, kSeenMs);
  ASSERT_TRUE(node);
  const auto set = [&node](const char* name, const char* value) {
    EXPECT_EQ(node->say({"CONFIG", "SET", name, value}).string(), "OK");
  };
  set("appendfsync", "everysec");
  EXPECT_THAT(comes_to_be(settings, "durability", Health::kBad).found,
              HasSubstr("not as redis.conf asks: appendfsync=everysec (the file: always)"));
  set("no-appendfsync-on-rewrite", "yes");
  EXPECT_THAT(comes_to_be(settings, "durability", Health::kBad).found, HasSubstr("no-appendfsync-on-rewrite=yes"));
  set("no-appendfsync-on-rewrite", "no");
  set("appendonly", "no");
  EXPECT_THAT(comes_to_be(settings, "durability", Health::kBad).found, HasSubstr("wrong settings: appendonly=no"));
  EXPECT_THAT(found(settings, "durability", Lang::kZh).todo, HasSubstr("不要手工改动"));
}

}  // namespace
}  // namespace naadam::cli
