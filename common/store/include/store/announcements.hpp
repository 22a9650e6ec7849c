// Which copies of a service are alive: each announces itself again and again, and is forgotten when it stops.
//
// Time is the store's clock alone. A copy is a number and the endpoint it has bound. A number belongs to one endpoint
// as long as its announcement lives; the same endpoint may announce it anew at once, because whoever has bound it has
// outlived its predecessor. An announcement is a hint like a push: nothing is lost when it is late, doubled or gone.
// Two implementations share one test suite. Thread: one per thread.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.hpp"
#include "core/result.hpp"

namespace naadam::store {

class Cluster;
struct FunctionLibrary;

inline constexpr core::Millis kLifeMsMax = 60'000;
inline constexpr std::uint16_t kCopiesMax = 64;  // of a service; as many as a sender connects to

struct Copy {
  std::uint16_t number = 1;  // [1, kCopiesMax]
  std::string endpoint;      // as link::Endpoint has it
  std::string server_key;    // public; empty for ipc
  bool operator==(const Copy&) const = default;
};

class Announcements {
 public:
  virtual ~Announcements() = default;

  // For `life` [1, kLifeMsMax] from the store's now; one that ends later than that is of before the store's clock was
  // set back, and is forgotten. Gives all live copies of the service, in the order of their numbers, this one
  // included. kRefused: a live copy has this number at another endpoint. Else the store's errors.
  virtual core::Result<std::vector<Copy>> announce(std::string_view service, const Copy& self, core::Millis life) = 0;

  // The copy leaves: it is forgotten now, if its number is still its own.
  virtual core::Status withdraw(std::string_view service, const Copy& self) = 0;

  // The live copies, in the order of their numbers.
  virtual core::Result<std::vector<Copy>> copies(std::string_view service) = 0;
};

// The library of functions behind RedisAnnouncements; RedisStore loads it with its own.
FunctionLibrary announcement_functions();

class RedisAnnouncements final : public Announcements {
 public:
  // `cluster` and `clock` outlive it. A call waits no longer than `timeout`.
  RedisAnnouncements(Cluster& cluster, const core::Clock& clock, core::Millis timeout = 1'000)
      : cluster_(cluster), clock_(clock), timeout_(timeout) {}

  core::Result<std::vector<Copy>> announce(std::string_view service, const Copy& self, core::Millis life) override;
  core::Status withdraw(std::string_view service, const Copy& self) override;
  core::Result<std::vector<Copy>> copies(std::string_view service) override;

 private:
  Cluster& cluster_;
  const core::Clock& clock_;
  core::Millis timeout_;
};

// The same as a map, with a clock of its own.
class ModelAnnouncements final : public Announcements {
 public:
  void advance_clock(core::Millis by) { now_ += by; }

  core::Result<std::vector<Copy>> announce(std::string_view service, const Copy& self, core::Millis life) override;
  core::Status withdraw(std::string_view service, const Copy& self) override;
  core::Result<std::vector<Copy>> copies(std::string_view service) override;

 private:
  struct Announced {
    Copy copy;
    core::Millis until = 0;
  };
  using OfService = std::map<std::uint16_t, Announced>;

  OfService& live(std::string_view service);

  std::map<std::string, OfService, std::less<>> services_;
  core::Millis now_ = 1'000'000;
};

}  // namespace naadam::store
