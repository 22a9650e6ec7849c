// How much a stranger may ask: a bucket of points for each client, which fills again with time. What is asked costs
// points; an empty bucket is told "too often". Buckets are bounded: past kClientsMax those that are full again are
// forgotten, which changes nothing, and where none is, newcomers share one.
//
// A client is who the proxy in front says (the last address of X-Forwarded-For, which the proxy itself wrote); whoever
// comes without one is on this machine, and all of those are one client.
// Pure but for its memory; thread: one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/clock.hpp"

namespace naadam::portal {

// The client of a request with this header; "" without one, and of one that is no address.
std::string client_of(std::string_view forwarded_for);

class Rates {
 public:
  static constexpr std::size_t kClientsMax = 20'000;  // about 100 bytes each

  // `per_minute`: points that a bucket gets back in a minute, and the most it holds; at least 1.
  explicit Rates(std::uint32_t per_minute, std::size_t clients_max = kClientsMax)
      : per_minute_(per_minute), clients_max_(clients_max) {}

  // Takes `points`, where the client has as many.
  bool allow(std::string_view client, std::uint32_t points, core::Millis now);

  std::size_t clients() const { return buckets_.size(); }

 private:
  struct Bucket {
    double points = 0;
    core::Millis at = 0;
  };
  void refill(Bucket& bucket, core::Millis now) const;
  void forget_full(core::Millis now);  // at most once a second

  const std::uint32_t per_minute_;
  const std::size_t clients_max_;
  std::unordered_map<std::string, Bucket> buckets_;
  core::Millis look_at_ = 0;  // no sooner again for full ones: a look goes through all
};

}  // namespace naadam::portal
