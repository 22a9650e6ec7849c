// The log of a shard: what was decided, by whom and when, appended in the same atomic call that wrote the decision.
//
// One entry a call, for all its records that were written. It waits in the store until the notary has it in its files;
// then it is trimmed. No personal data: states hold numbers, bodies are sealed and stand here as digests only.
// Order: places rise by one within an epoch, and begin again at 0 in a higher one. So a gap or a repeat shows, and no
// clock is needed to see it.
#pragma once

#include <compare>
#include <cstdint>
#include <string>

#include "core/clock.hpp"
#include "store/batch.hpp"

namespace naadam::store {

inline constexpr std::size_t kDigestBytes = 16;

struct LogPlace {
  std::uint32_t epoch = 0;  // the highest of the writer's, of the revs that were written, and of the log itself
  std::uint64_t n = 0;

  auto operator<=>(const LogPlace&) const = default;
  // Whether `this` is what comes after `before`: nothing is missing between them.
  bool follows(const LogPlace& before) const {
    return epoch == before.epoch ? n == before.n + 1 : epoch > before.epoch && n == 0;
  }
};

struct LogEntry {
  LogPlace place;
  core::Millis at = 0;  // by the server's clock
  std::string who;      // as the caller said: service, and which copy of it
  Kind kind = Kind::kEntry;
  Stage from = 0;  // 0: new (admit), or told by another shard (apply)
  Stage to = 0;
  std::string ids;      // 16 bytes each
  std::string before;   // revs, 16 bytes each; empty where `from` is 0
  std::string after;    // revs, 16 bytes each
  std::string states;   // column
  std::string digests;  // of the sealed bodies, kDigestBytes each; empty where the caller gave none

  bool operator==(const LogEntry&) const = default;
  std::size_t size() const { return ids.size() / core::kIdBytes; }
  // Columns agree with each other.
  bool well_formed() const {
    const std::size_t count = size();
    return count > 0 && ids.size() == count * core::kIdBytes && after.size() == count * core::kRevBytes &&
           before.size() == (from == 0 ? 0 : count * core::kRevBytes) && column_fits(states, count) &&
           (digests.empty() || digests.size() == count * kDigestBytes);
  }
};

}  // namespace naadam::store
