// All services with two copies each on a Redis Cluster of three primaries with a replica each: a primary that is killed
// and slots that move under load lose nothing, and who had been told under the old epoch is told again.
#include <fmt/format.h>

#include "load_test.hpp"
#include "store/keys.hpp"
#include "store/slot.hpp"
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
    const std::uint16_t slot = slot_of_shard(0);
    const std::size_t before = cluster.primary_of(slot);
    const core::Millis killed = clock.steady_ms();
    cluster.kill(before);
    cluster.await_failover(slot, before);
    promoted = clock.steady_ms() - killed;
    cluster.restart(before);  // as its own supervisor would; until then the new primary has no replica and refuses
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
