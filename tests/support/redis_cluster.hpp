// A real Redis Cluster on loopback: primaries with their replicas, each a process with its own directory and ports, as
// an installation on several machines would have them (fsync always, min-replicas-to-write 1 where there are replicas).
//
// Nodes are numbered from 0: the first ones start as primaries, the rest as their replicas in turn; who is what changes
// with each failover, so ask. Everything waits for the event itself and throws std::runtime_error, naming what it
// waited for, when that does not come within kPatienceMs. Thread: one, that of the test; clients run on others.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/clock.hpp"
#include "runtime/redis_child.hpp"
#include "store/reply.hpp"
#include "support/redis.hpp"

namespace naadam::support {

struct RedisClusterOptions {
  std::uint16_t primaries = 3;                             // [1, 16]
  std::uint16_t replicas = 1;                              // [0, 2] of each
  core::Millis node_timeout_ms = 1'000;                    // silence after which a node is taken for dead
  std::vector<std::pair<std::string, std::string>> extra;  // settings of every node
};

class RedisCluster {
 public:
  static constexpr core::Millis kPatienceMs = 60'000;

  // Returns when the cluster is whole and every replica in step. Slots lie evenly on the primaries.
  explicit RedisCluster(const RedisClusterOptions& options = {});
  ~RedisCluster();
  RedisCluster(const RedisCluster&) = delete;
  RedisCluster& operator=(const RedisCluster&) = delete;

  std::size_t size() const { return nodes_.size(); }
  std::string address(std::size_t node) const;
  std::vector<std::string> seeds() const;  // of all nodes
  const std::filesystem::path& dir(std::size_t node) const;

  // As the living nodes see it now.
  std::size_t primary_of(std::uint16_t slot);
  std::vector<std::size_t> replicas_of(std::size_t primary);
  std::vector<std::uint16_t> slots_of(std::size_t primary);
  std::uint64_t epoch();  // the highest that any node knows

  void kill(std::size_t node);  // -9; returns when it is gone
  void freeze(std::size_t node);
  void thaw(std::size_t node);
  void restart(std::size_t node);  // of a killed one, on its directory and ports
  // Until another node serves `slot` than `before`. Returns that node.
  std::size_t await_failover(std::uint16_t slot, std::size_t before);
  // Until all living nodes agree that all is served, and each replica is in step with its primary.
  void await_health();

  // One more primary with replicas as the others have them, known to all, without a slot. Returns its number.
  std::size_t add_primary();
  // As redis-cli moves a slot: a few keys at a time, while clients work.
  void move_slot(std::uint16_t slot, std::size_t to);

  // One command to one node, as the default user. Throws when the node does not answer; an error reply is an answer.
  store::Reply say(std::size_t node, const std::vector<std::string>& words) const;

 private:
  struct Node;
  std::size_t start_node();
  std::string id_of(std::size_t node) const;
  std::size_t node_at(const std::string& address) const;
  bool healthy();
  void join(std::size_t newcomer);
  void must(std::size_t node, const std::vector<std::string>& words) const;
  template <class Check>
  void until(const std::string& what, const Check& check);

  RedisClusterOptions options_;
  core::SystemClock clock_;
  std::vector<std::unique_ptr<Node>> nodes_;
};

}  // namespace naadam::support
