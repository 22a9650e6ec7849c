// All services with two copies each on a Redis Cluster of three primaries with a replica each: a primary that is killed
// and slots that move under load lose nothing, and who had been told under the old epoch is told again.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include "load_test.hpp"
#include "store/keys.hpp"
#include "store/slot.hpp"
#include "support/installation_contests.hpp"
#include "support/redis_cluster.hpp"

namespace naadam {
namespace {

constexpr core::Millis kRetoldMs = 60'000;
constexpr std::string_view kRetold = "naadam_retold_total";
constexpr std::string_view kDone = R"("event":"retelling.done")";

std::uint16_t slot_of_shard(std::uint16_t shard) { return store::slot_of(store::keys::shard_tag(shard)); }

// Before the installation, so that it ends after it.
struct Nodes {
  support::RedisCluster cluster;
};

class ClusterTest : public Nodes, public LoadTest {
 protected:
  ClusterTest()
      : LoadTest({.winners = load_sample().winners(), .copies = 2, .store = cluster.seeds(), .replicas = 1}) {}

  // The primary of shard 0 dies, its replica takes over, and it comes back as its own supervisor would have it: until
  // then the new primary has no replica and refuses.
  void lose_a_primary() {
    const std::uint16_t slot = slot_of_shard(0);
    const std::size_t before = cluster.primary_of(slot);
    cluster.kill(before);
    cluster.await_failover(slot, before);
    cluster.restart(before);
  }

  // By the copy that came to the end of it.
  bool all_told_again() const {
    return installation.log("intake").find(kDone) != std::string::npos ||
           installation.log("intake-2").find(kDone) != std::string::npos;
  }
};

TEST_F(ClusterTest, APrimaryKilledUnderLoadLosesNothingAndEverythingIsToldAgain) {
  hand_in(part_of_load(0, 3));
  const std::uint64_t epoch = cluster.epoch();
  const core::Clock& clock = installation.clock();
  core::Millis promoted = 0;
  hand_in(part_of_load(1, 3), [&] {
    const core::Millis killed = clock.steady_ms();
    lose_a_primary();
    promoted = clock.steady_ms() - killed;
  });
  EXPECT_TRUE(support::await(clock, kRetoldMs, [&] { return all_told_again(); }));
  EXPECT_GT(cluster.epoch(), epoch);
  hand_in(part_of_load(2, 3));
  cluster.await_health();
  expect_the_truth();
  expect_messages(false);
  const std::uint64_t again = installation.metric("intake", 1, kRetold) + installation.metric("intake", 2, kRetold);
  EXPECT_GT(again, 0u);
  fmt::print("promoted after {:.1f} s; {} records told again\n", static_cast<double>(promoted) / 1'000, again);
}

// In the midst of telling, both times: seats and results are applied to entries of every shard.
TEST_F(ClusterTest, APrimaryKilledWhileSeatsAndResultsAreToldLosesNone) {
  hand_in(part_of_load(0, 1));
  support::Contests contests(installation);
  ASSERT_NO_THROW(contests.begin());
  const std::uint64_t epoch = cluster.epoch();
  const auto until_done = [&](const std::function<std::string()>& step) {
    std::string refusal;
    EXPECT_TRUE(support::await(installation.clock(), kRetoldMs, [&] { return (refusal = step()).empty(); })) << refusal;
  };
  until_done([&] { return contests.publish_draw(); });
  lose_a_primary();
  EXPECT_TRUE(support::await(installation.clock(), kRetoldMs, [&] { return contests.seats_told(peers); }));
  until_done([&] { return contests.make_marks(); });
  until_done([&] { return contests.set_scheme(); });
  until_done([&] { return contests.import_marks(); });
  until_done([&] { return contests.publish(); });
  lose_a_primary();
  until_done([&] { return contests.nominate(); });
  EXPECT_TRUE(support::await(installation.clock(), kRetoldMs, [&] { return contests.results_told(peers); }));
  cluster.await_health();
  EXPECT_GE(cluster.epoch(), epoch + 2);
  ASSERT_TRUE(installation.at_rest(kRestMs));
  contests.expect_told();
  contests.expect_heard(installation.messages());
  EXPECT_THAT(installation.audited(kRetoldMs).findings, testing::IsEmpty());
}

TEST_F(ClusterTest, AFourthPrimaryTakesSlotsOverUnderLoad) {
  hand_in(part_of_load(0, 2));
  std::size_t moved = 0;
  hand_in(part_of_load(1, 2), [&] {
    const std::size_t added = cluster.add_primary();
    for (std::uint16_t shard = 0; shard < installation.store().shards(); ++shard) {
      if (cluster.primary_of(slot_of_shard(shard)) != 0) continue;
      cluster.move_slot(slot_of_shard(shard), added);
      ++moved;
    }
  });
  EXPECT_GT(moved, 0u);
  expect_the_truth();
  expect_messages(false);
}

}  // namespace
}  // namespace naadam
