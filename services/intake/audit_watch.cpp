#include "intake/audit_watch.hpp"

#include "runtime/log.hpp"

namespace naadam::intake {
namespace {

// At most 2,000 records a second: a hundredth of what the store bears, a million entries in under half an hour.
constexpr std::size_t kRecordsAtOnce = 500;
constexpr core::Millis kPeriod = 250;

}  // namespace

AuditWatch::AuditWatch(store::Cluster& cluster, const core::Clock& clock, std::uint16_t shards,
                       runtime::Metrics& metrics, runtime::StepLoop& loop)
    : auditor_(cluster, clock, shards, {.budget_records = kRecordsAtOnce}),
      metrics_(metrics),
      laps_(metrics.counter("naadam_audit_laps_total", "whole looks of the auditor over the store")) {
  show();
  loop.every("audit", kPeriod, [this] { return look(), false; });
}

void AuditWatch::look() {
  const auto over = auditor_.step();
  // A store that does not answer is told by the services' own steps; the look goes on where it stopped.
  if (!over || !*over) return;
  laps_.add();
  show();
}

void AuditWatch::show() {
  const auto counts = auditor_.report().by_kind();
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const std::string_view name = audit::finding_name(static_cast<audit::FindingKind>(i));
    metrics_.gauge("naadam_audit_findings", "findings of the last whole look", {{"finding", name}})
        .set(static_cast<std::int64_t>(counts[i]));
    if (counts[i] != shown_[i]) {
      runtime::log_error("audit.findings", {{"finding", runtime::Safe{name}}, {"number", counts[i]}});
    }
  }
  shown_ = counts;
}

}  // namespace naadam::intake
