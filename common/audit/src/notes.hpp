// What one lap has seen so far.
#pragma once

#include <set>
#include <string>
#include <utility>

#include "audit/report.hpp"

namespace naadam::audit {

// A finding with its witness: what exactly was seen (a rev, a pack, a figure). What moves looks different next time.
struct Suspect {
  Finding finding;
  std::string witness;

  auto operator<=>(const Suspect&) const = default;
};

struct Notes {
  static constexpr std::size_t kSuspectsMax = 10'000;

  std::set<Suspect> suspects;
  std::uint64_t left_off = 0;
  Totals totals;

  void note(FindingKind kind, store::Kind of, std::uint16_t shard, std::string_view subject, std::string witness) {
    if (suspects.size() >= kSuspectsMax) {
      ++left_off;
      return;
    }
    suspects.insert({{kind, of, shard, std::string(subject)}, std::move(witness)});
  }
};

}  // namespace naadam::audit
