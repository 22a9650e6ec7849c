// The auditor as it runs all the time in production: a few records at a time, beside the work, in one copy of intake.
//
// Findings of the last whole look are the gauge naadam_audit_findings{finding}, and one line of log each time they
// change; naadam_audit_here is 1 in the copy that looks. Thread: the step loop's.
#pragma once

#include <array>
#include <functional>
#include <memory>

#include "audit/auditor.hpp"
#include "runtime/metrics.hpp"
#include "runtime/step_loop.hpp"

namespace naadam::intake {

class AuditWatch {
 public:
  // Begins on `loop` when `ours` says that it falls to this copy; begins anew after it did not. All references outlive
  // the loop's last step.
  AuditWatch(store::Cluster& cluster, const core::Clock& clock, std::uint16_t shards, runtime::Metrics& metrics,
             runtime::StepLoop& loop, std::function<bool()> ours);

 private:
  void look();
  void show(const audit::Report& report);

  std::function<std::unique_ptr<audit::Auditor>()> begin_;
  std::function<bool()> ours_;
  std::unique_ptr<audit::Auditor> auditor_;  // null: another copy's
  runtime::Metrics& metrics_;
  std::array<std::uint64_t, audit::kFindingKinds> shown_{};
  runtime::Counter& laps_;
  runtime::Gauge& here_;
};

}  // namespace naadam::intake
