#include "bench/measured_redis.hpp"

#include <cstdlib>
#include <stdexcept>

#include "store/slot.hpp"

namespace naadam::bench {

MeasuredRedis::MeasuredRedis(std::uint16_t primaries, runtime::Fsync fsync, const std::filesystem::path& dir) {
  if (primaries == 0) {
    runtime::RedisOptions options;
    options.dir = dir / "redis";
    options.unix_socket = dir / "redis.sock";
    options.fsync = fsync;
    auto started = runtime::RedisChild::start(options);
    if (!started) throw std::runtime_error(started.error().cause);
    one_ = std::make_unique<runtime::RedisChild>(std::move(*started));
    address_ = one_->unix_socket().string();
    return;
  }
  support::RedisClusterOptions options;
  options.primaries = primaries;
  options.replicas = 0;
  options.node_timeout_ms = 15'000;  // nobody is to be taken for dead because the processors are busy
  options.extra = {{"appendfsync", fsync == runtime::Fsync::kAlways ? "always" : "everysec"}};
  several_ = std::make_unique<support::RedisCluster>(options);
  for (const std::string& seed : several_->seeds()) address_ += (address_.empty() ? "" : ",") + seed;
}

MeasuredRedis::~MeasuredRedis() {
  if (one_) one_->stop();
}

double info_sum(store::Cluster& cluster, const core::Clock& clock, std::string_view section, std::string_view field) {
  const std::size_t primaries = cluster.primaries().size();
  double sum = 0;
  for (std::size_t i = 0; i < primaries; ++i) {
    const auto slot = static_cast<std::uint16_t>(store::kSlots * i / primaries);
    const auto answer = cluster.run_one({slot, true, {"INFO", section}}, core::Deadline::in(clock, 5'000));
    const std::string_view text = answer.reply.string();
    const auto at = text.find(field);
    if (at != std::string_view::npos) sum += std::strtod(text.data() + at + field.size() + 1, nullptr);
  }
  return sum;
}

}  // namespace naadam::bench
