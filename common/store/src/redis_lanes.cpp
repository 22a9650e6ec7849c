// RedisStore's connections: a shard keeps to its lane, and the lanes of one span move side by side.
#include <poll.h>

#include <algorithm>

#include "store/announcements.hpp"
#include "store/redis_store.hpp"

namespace naadam::store {

core::Result<std::unique_ptr<RedisStore>> RedisStore::connect(RedisStoreOptions options, const core::Clock& clock) {
  options.cluster.libraries.push_back(store_functions());
  options.cluster.libraries.push_back(announcement_functions());
  std::vector<std::unique_ptr<Cluster>> lanes;
  for (std::uint16_t i = 0; i < std::max<std::uint16_t>(1, options.lanes); ++i) {
    ClusterOptions lane = options.cluster;
    lane.jitter_seed += i;
    auto cluster = Cluster::connect(std::move(lane), clock);
    if (!cluster) return tl::unexpected(cluster.error());
    lanes.push_back(std::move(*cluster));
  }
  std::unique_ptr<RedisStore> store(new RedisStore(std::move(lanes), clock, options.call_timeout_ms));
  if (auto settled = store->settle(options); !settled) return tl::unexpected(settled.error());
  return store;
}

// All lanes move at once: what one socket does not take yet must not hold up the others.
std::vector<Answer> RedisStore::run(std::span<const Command> commands, std::span<const std::uint16_t> shards) {
  const core::Deadline deadline = core::Deadline::in(clock_, timeout_);
  if (lanes_.size() == 1 || commands.size() == 1) {
    auto answers = lanes_[commands.size() == 1 ? shards[0] % lanes_.size() : 0]->run(commands, deadline);
    hear_epoch();
    return answers;
  }
  std::vector<std::vector<Command>> of_lane(lanes_.size());
  std::vector<std::vector<std::size_t>> place(lanes_.size());
  for (std::size_t i = 0; i < commands.size(); ++i) {
    const std::size_t lane = shards[i] % lanes_.size();
    of_lane[lane].push_back(commands[i]);
    place[lane].push_back(i);
  }
  std::vector<Ticket> tickets(lanes_.size());
  for (std::size_t lane = 0; lane < lanes_.size(); ++lane) {
    if (!of_lane[lane].empty()) tickets[lane] = lanes_[lane]->send(of_lane[lane]);
  }
  // All lanes lead to the same servers and each notices a cut when it is used: the first that did speaks for all.
  const auto until = [&, begun = clock_.steady_ms()] {
    std::optional<core::Millis> cut;
    for (std::size_t lane = 0; lane < lanes_.size(); ++lane) {
      const auto at = lanes_[lane]->cut_off_at();
      if (!at && tickets[lane] && !lanes_[lane]->answered(tickets[lane])) return deadline;
      if (at) cut = std::min(*at, cut.value_or(*at));
    }
    if (!cut) return deadline;
    return core::Deadline{std::min(deadline.at, std::max(*cut + Cluster::kGraceMs, begun + Cluster::kBriefMs))};
  };
  static constexpr core::Millis kLookMs = 20;  // a lane that waits before it asks again has nothing to poll for
  std::vector<pollfd> watched;
  for (bool all = false; !all && until().left(clock_) > 0;) {
    all = true;
    watched.clear();
    for (std::size_t lane = 0; lane < lanes_.size(); ++lane) {
      if (!tickets[lane] || lanes_[lane]->answered(tickets[lane])) continue;
      all = false;
      lanes_[lane]->watch(watched);
    }
    if (all) break;
    poll(watched.data(), watched.size(), static_cast<int>(std::min(kLookMs, until().left(clock_))));
    for (std::size_t lane = 0; lane < lanes_.size(); ++lane) {
      if (tickets[lane]) lanes_[lane]->progress();
    }
  }
  std::vector<Answer> answers(commands.size());
  const core::Deadline over = until();
  for (std::size_t lane = 0; lane < lanes_.size(); ++lane) {
    if (!tickets[lane]) continue;
    std::vector<Answer> some = lanes_[lane]->collect(std::move(tickets[lane]), over);
    for (std::size_t k = 0; k < some.size(); ++k) answers[place[lane][k]] = std::move(some[k]);
  }
  hear_epoch();
  return answers;
}

}  // namespace naadam::store
