// The auditor: reads what is in Redis with plain commands and its own parsing, none of the store's functions, and
// compares it with itself. Nobody is forgotten: records against index, due sets, counts, issued numbers, marks and
// notices.
//
// It never writes, and it may run all the time beside the services, a few records a step. What moves while it looks is
// told apart from what is wrong: a finding is reported only when two looks in a row saw the very same thing (the same
// rev in the same pack).
// Thread: as its Cluster, one.
#pragma once

#include <memory>

#include "audit/report.hpp"
#include "core/clock.hpp"
#include "core/result.hpp"
#include "store/cluster.hpp"

namespace naadam::audit {

struct AuditOptions {
  std::size_t budget_records = 2'000;     // [1, 100000] looked at in one step; a large pack may exceed it by its size
  core::Millis overdue_max_ms = 600'000;  // due for longer than this is a finding
  core::Millis call_timeout_ms = 5'000;   // of one pipeline
  core::Millis settle_ms = 1'000;         // audit() only: between its two looks
};

class Auditor {
 public:
  // `cluster` and `clock` outlive it. `shards` as the data set has them.
  Auditor(store::Cluster& cluster, const core::Clock& clock, std::uint16_t shards, AuditOptions options = {});
  ~Auditor();
  Auditor(const Auditor&) = delete;
  Auditor& operator=(const Auditor&) = delete;

  // Looks at some more; true when that ended a lap over all shards. After an error (kUnavailable, kUnknown: the store
  // did not answer) the same step may be asked again.
  core::Result<bool> step();

  // Of the last whole lap; findings need two.
  const Report& report() const;
  // What the last lap saw and the next must confirm; 0 = nothing was out of place.
  std::size_t suspects() const;

 private:
  struct Walk;
  std::unique_ptr<Walk> walk_;
};

// One look over everything, and a second one after `settle_ms` if anything was out of place. Blocks.
core::Result<Report> audit(store::Cluster& cluster, const core::Clock& clock, std::uint16_t shards,
                           const AuditOptions& options = {});

}  // namespace naadam::audit
