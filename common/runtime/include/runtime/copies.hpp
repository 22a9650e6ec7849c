// A service may run as several copies that share its work. Each has a number; what a copy owns alone (lock, socket,
// log, file of messages) is named by it. Copies know of each other, and senders of them, by announcements in the store.
//
// Endpoints on one machine: ipc://<endpoints_dir>/<copy_name>.ipc.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.hpp"
#include "core/result.hpp"
#include "link/outbox.hpp"
#include "runtime/common_options.hpp"
#include "store/announcements.hpp"

namespace naadam::runtime {

// "intake" for copy 1, "intake-2" for copy 2: where there is one copy, it is named as the service.
std::string copy_name(std::string_view service, std::uint16_t copy);

std::string endpoint_of(const CommonOptions& options, std::string_view service, std::uint16_t copy = 1);

// A copy among the others: says that it is alive, and keeps the ways to the next services at the copies that are.
//
// What the store tells is a hint. While nobody is announced, or the store does not answer, ways stay as they are: a
// copy that is gone grants no credit, so nothing is pushed to it. Thread: the step loop's.
class Presence {
 public:
  static constexpr core::Millis kLifeMs = 3'000;      // of an announcement: so long a dead copy is still named
  static constexpr core::Millis kAnnounceMs = 1'000;  // between two
  static constexpr core::Millis kLookMs = 500;        // between two looks at those we push to

  // `board` outlives it.
  Presence(store::Announcements& board, std::string service, store::Copy self);

  // `outbox` outlives it and leads to `service`.
  void follow(std::string service, link::Outbox& outbox);

  // Errors of Announcements::announce.
  core::Status announce();
  void look();
  void withdraw();

  // Whether this copy has the smallest number of those that were alive when it announced itself: what one copy is
  // enough for falls to it. After a death nobody leads, or two do, for up to kLifeMs.
  bool leads() const { return leads_; }

 private:
  struct Way {
    std::string service;
    link::Outbox& outbox;
    std::vector<store::Copy> copies;  // as last told
  };

  store::Announcements& board_;
  std::string service_;
  store::Copy self_;
  std::vector<Way> ways_;
  bool leads_ = false;
};

}  // namespace naadam::runtime
