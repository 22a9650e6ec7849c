// The Redis that a bench measures: a cluster of one on a unix socket, as `naadam up` has it, or a Redis Cluster of
// several primaries over TCP. Stopped and removed with this. Thread: one.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "core/clock.hpp"
#include "runtime/redis_child.hpp"
#include "store/cluster.hpp"
#include "support/redis_cluster.hpp"

namespace naadam::bench {

class MeasuredRedis {
 public:
  // `primaries` 0: the cluster of one, below `dir`. Throws std::runtime_error where it cannot be started.
  MeasuredRedis(std::uint16_t primaries, runtime::Fsync fsync, const std::filesystem::path& dir);
  ~MeasuredRedis();

  const std::string& address() const { return address_; }  // for store.address

 private:
  std::unique_ptr<runtime::RedisChild> one_;
  std::unique_ptr<support::RedisCluster> several_;
  std::string address_;
};

// A number of INFO, summed over all primaries; 0 where there is none of that name.
double info_sum(store::Cluster& cluster, const core::Clock& clock, std::string_view section, std::string_view field);

}  // namespace naadam::bench
