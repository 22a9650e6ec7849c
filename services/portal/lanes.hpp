// Where the portal waits for answers of services, so that its own thread never does: a few threads for each service,
// each with its Peers and a short queue. A service that hangs fills its own lanes and nobody else's.
//
// What a conversation says must go by one lane, since a lane stays with one copy of the service (asking/handover.hpp).
// Thread: construct and destroy on one; pick() and post() on the edge's.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "asking/peers.hpp"
#include "core/clock.hpp"
#include "runtime/common_options.hpp"

namespace naadam::portal {

// The services that are asked.
inline constexpr std::string_view kIntake = "intake";
inline constexpr std::string_view kEligibility = "eligibility";
inline constexpr std::string_view kScheduling = "scheduling";
inline constexpr std::string_view kScoring = "scoring";
inline constexpr std::string_view kNotification = "notification";

class Lane {
 public:
  static constexpr std::size_t kQueueMax = 64;
  using Work = std::function<void(asking::Peers&)>;

  Lane(const runtime::CommonOptions& options, const core::Clock& clock);
  ~Lane();  // what is queued is dropped; waits for the work at hand
  Lane(const Lane&) = delete;
  Lane& operator=(const Lane&) = delete;

  // False: the queue is full, and `work` will not be done.
  bool post(Work work);
  // Queued and at hand.
  std::size_t load() const;

 private:
  void run();

  asking::Peers peers_;
  mutable std::mutex mutex_;  // guards all below
  std::condition_variable more_;
  std::deque<Work> queue_;
  bool busy_ = false;
  bool stop_ = false;
  std::thread thread_;  // last: it uses all above
};

class Lanes {
 public:
  // `each` lanes to every one of `services`.
  Lanes(const runtime::CommonOptions& options, const core::Clock& clock, const std::vector<std::string>& services,
        std::size_t each);

  // The one with the least to do. `service` is one of those above.
  Lane& pick(std::string_view service);

 private:
  std::map<std::string, std::vector<std::unique_ptr<Lane>>, std::less<>> lanes_;
};

}  // namespace naadam::portal
