// What is known of tries that were begun, until the store has it.
//
// The store may not answer for seconds: a failover, a slot on its way to another node. Were what the gateway said
// forgotten then, the message would be in doubt though everything about it is known here. So it stays until the store
// has taken it, or somebody else has decided about the notice. Thread: the step loop's.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/id.hpp"
#include "notification/rules/delivery.hpp"
#include "store/store.hpp"
#include "wire/notice.hpp"

namespace naadam::notification {

// Of one notice whose try was begun under `begun`.
struct TryAnswered {
  core::Id id{};
  core::Rev begun;
  wire::NoticeState state;  // as it was begun
  SubmitAnswer answer = SubmitAnswer::kNone;
  std::string body;
};

class Answers {
 public:
  // `pack` is where all of them lie together, empty if not known.
  void add(std::uint16_t shard, const std::string& pack, std::vector<TryAnswered> tries);

  // Writes what waits; true where nothing is left. What the store does not answer goes again with the next call.
  bool write(store::Store& store, const DeliveryPolicy& policy);

 private:
  struct Part {
    std::uint16_t shard;
    std::string pack;
    std::vector<TryAnswered> tries;
  };
  std::vector<Part> parts_;
};

}  // namespace naadam::notification
