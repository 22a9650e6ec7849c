#include "intake/audit_watch.hpp"

#include <utility>

#include "runtime/log.hpp"

namespace naadam::intake {
namespace {

// At most 2,000 records a second: a hundredth of what the store bears, a million entries in under half an hour.
constexpr std::size_t kRecordsAtOnce = 500;
constexpr core::Millis kLookPeriod = 250;

}  // namespace

AuditWatch::AuditWatch(store::Cluster& cluster, const core::Clock& clock, std::uint16_t shards,
                       runtime::Metrics& metrics, runtime::StepLoop& loop, std::function<bool()> ours)
    : begin_([&cluster, &clock, shards] {
        return std::make_unique<audit::Auditor>(cluster, clock, shards,
                                                audit::AuditOptions{.budget_records = kRecordsAtOnce});
      }),
      ours_(std::move(ours)),
      metrics_(metrics),
      laps_(metrics.counter("naadam_audit_laps_total", "whole looks of the auditor over the store")),
      here_(metrics.gauge("naadam_audit_here", "1 in the copy that is the auditor")) {
  show({});
  loop.every("audit", kLookPeriod, [this] { return look(), false; });
}

void AuditWatch::look() {
  const bool ours = ours_();
  here_.set(ours ? 1 : 0);
  if (!ours) {
    if (auditor_) show({});  // whoever goes on with it tells what it finds
    auditor_.reset();
    return;
  }
  if (!auditor_) auditor_ = begin_();
  const auto over = auditor_->step();
  // A store that does not answer is told by the services' own steps; the look goes on where it stopped.
  if (!over || !*over) return;
  laps_.add();
  show(auditor_->report());
}

void AuditWatch::show(const audit::Report& report) {
  const auto counts = report.by_kind();
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
