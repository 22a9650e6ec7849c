// The store on several nodes under load: a primary dies, slots move to a new one. What was acknowledged is kept, once.
#include <gtest/gtest.h>
#include <poll.h>

#include <chrono>
#include <iostream>
#include <thread>

#include "ledger.hpp"
#include "store/keys.hpp"
#include "store/slot.hpp"
#include "support/redis_cluster.hpp"

namespace naadam::component {
namespace {

constexpr std::uint16_t kShards = 16;
constexpr int kClients = 4;

double seconds_since(std::chrono::steady_clock::time_point begun) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
}

// Clients that work on threads of their own until they are told to stop.
class Load {
 public:
  Load(support::RedisCluster& cluster, std::uint8_t replicas) {
    for (int i = 0; i < kClients; ++i) {
      store::RedisStoreOptions options;
      options.cluster.seeds = cluster.seeds();
      options.cluster.replicas = replicas;
      options.cluster.jitter_seed = static_cast<std::uint64_t>(i) + 1;
      options.shards = kShards;
      options.call_timeout_ms = 2'000;
      auto store = store::RedisStore::connect(options, clock_);
      if (!store) throw std::runtime_error(store.error().cause);
      clients_.push_back(std::make_unique<Client>(static_cast<std::uint64_t>(i) + 7, std::move(*store)));
    }
    begun_ = std::chrono::steady_clock::now();
    for (const auto& client : clients_) {
      threads_.emplace_back([&client = *client](const std::stop_token& stop) {
        while (!stop.stop_requested()) client.step();
      });
    }
  }

  // Until every client has taken so many steps more.
  void await_steps(std::uint64_t more) {
    std::vector<std::uint64_t> wanted;
    for (const auto& client : clients_) wanted.push_back(client->steps() + more);
    await([&] {
      for (std::size_t i = 0; i < clients_.size(); ++i) {
        if (clients_[i]->steps() < wanted[i]) return false;
      }
      return true;
    });
  }
  void await_epoch_above(std::uint32_t epoch) {
    await([&] {
      return std::all_of(clients_.begin(), clients_.end(), [&](const auto& c) { return c->epoch() > epoch; });
    });
  }
  void stop() {
    for (auto& thread : threads_) thread.request_stop();
    for (auto& thread : threads_) thread.join();
    threads_.clear();
    lasted_s_ = seconds_since(begun_);
  }

  const std::vector<std::unique_ptr<Client>>& clients() const { return clients_; }
  double lasted_s() const { return lasted_s_; }
  std::uint64_t sum(std::uint64_t store::ClusterStats::* number) const {
    std::uint64_t all = 0;
    for (const auto& client : clients_) all += client->store().cluster().stats().*number;
    return all;
  }

 private:
  template <class Check>
  void await(const Check& check) {
    const auto deadline = core::Deadline::in(clock_, support::RedisCluster::kPatienceMs);
    while (!check()) {
      if (deadline.left(clock_) == 0) throw std::runtime_error("the load stands still");
      ::poll(nullptr, 0, 5);
    }
  }

  core::SystemClock clock_;
  std::vector<std::unique_ptr<Client>> clients_;
  std::vector<std::jthread> threads_;
  std::chrono::steady_clock::time_point begun_;
  double lasted_s_ = 0;
};

std::unique_ptr<store::RedisStore> open(support::RedisCluster& cluster, const core::Clock& clock) {
  store::RedisStoreOptions options;
  options.cluster.seeds = cluster.seeds();
  options.shards = kShards;
  auto store = store::RedisStore::connect(options, clock);
  if (!store) throw std::runtime_error(store.error().cause);
  return std::move(*store);
}

std::uint16_t slot_of_shard(std::uint16_t shard) { return store::slot_of(store::keys::shard_tag(shard)); }

TEST(ClusterFailover, APrimaryKilledUnderLoadLosesNothingAcknowledgedAndRaisesTheEpoch) {
  support::RedisCluster cluster;
  Load load(cluster, 1);
  load.await_steps(50);
  const std::uint16_t slot = slot_of_shard(0);
  const std::size_t before = cluster.primary_of(slot);
  const std::uint32_t epoch = load.clients().front()->epoch();
  const auto killed = std::chrono::steady_clock::now();
  cluster.kill(before);
  const std::size_t after = cluster.await_failover(slot, before);
  const double promoted_s = seconds_since(killed);
  cluster.restart(before);  // as its supervisor would; until then nobody replicates the new primary and it refuses
  load.await_epoch_above(epoch);
  load.await_steps(1);
  const double working_s = seconds_since(killed);
  load.await_steps(50);
  load.stop();
  cluster.await_health();
  EXPECT_EQ(cluster.primary_of(slot), after);
  EXPECT_EQ(cluster.replicas_of(after), std::vector<std::size_t>{before});

  const core::SystemClock clock;
  const auto store = open(cluster, clock);
  expect_kept(*store, load.clients());
  std::uint64_t repeats = 0;
  for (const auto& client : load.clients()) {
    repeats += client->repeats();
    // One try at each of the nodes to begin with; then at most ten a second to the dead one.
    const auto connects = client->store().cluster().stats().connects;
    EXPECT_LT(static_cast<double>(connects), static_cast<double>(2 * cluster.size()) + 10 * load.lasted_s());
  }
  std::cout << "promoted after " << promoted_s << " s, everybody works again after " << working_s << " s, "
            << load.sum(&store::ClusterStats::connects) << " connects of " << kClients << " clients in "
            << load.lasted_s() << " s, " << repeats << " calls repeated, epoch " << epoch << " -> " << store->epoch()
            << '\n';
}

TEST(ClusterFailover, SlotsMovedToAFourthPrimaryUnderLoadAreFollowed) {
  support::RedisClusterOptions three;
  three.replicas = 0;
  support::RedisCluster cluster(three);
  Load load(cluster, 0);
  load.await_steps(50);
  const auto begun = std::chrono::steady_clock::now();
  const std::size_t added = cluster.add_primary();
  int moved = 0;
  for (std::uint16_t shard = 0; shard < kShards; ++shard) {
    if (cluster.primary_of(slot_of_shard(shard)) != 0) continue;
    cluster.move_slot(slot_of_shard(shard), added);
    ++moved;
  }
  const double took_s = seconds_since(begun);
  ASSERT_GT(moved, 0);
  load.await_steps(50);
  load.stop();
  cluster.await_health();
  for (std::uint16_t shard = 0; shard < kShards; ++shard) EXPECT_NE(cluster.primary_of(slot_of_shard(shard)), 0U);
  EXPECT_GT(load.sum(&store::ClusterStats::redirects), 0U);
  for (const auto& client : load.clients()) {
    const auto seen = client->store().cluster().primaries();
    EXPECT_NE(std::find(seen.begin(), seen.end(), cluster.address(added)), seen.end());
  }
  const core::SystemClock clock;
  const auto store = open(cluster, clock);
  expect_kept(*store, load.clients());
  std::cout << moved << " shards moved in " << took_s << " s, " << load.sum(&store::ClusterStats::redirects)
            << " redirects followed, " << load.sum(&store::ClusterStats::retries) << " retries\n";
}

}  // namespace
}  // namespace naadam::component
