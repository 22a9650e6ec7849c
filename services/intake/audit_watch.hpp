// The auditor as it runs all the time in production: a few records at a time, beside the work.
//
// Findings of the last whole look are the gauge naadam_audit_findings{finding}, and one line of log each time they
// change. Thread: the step loop's.
#pragma once

#include <array>

#include "audit/auditor.hpp"
#include "runtime/metrics.hpp"
#include "runtime/step_loop.hpp"

namespace naadam::intake {

class AuditWatch {
 public:
  // Begins at once on `loop`. All references outlive the loop's last step.
  AuditWatch(store::Cluster& cluster, const core::Clock& clock, std::uint16_t shards, runtime::Metrics& metrics,
             runtime::StepLoop& loop);

 private:
  void look();
  void show();

  audit::Auditor auditor_;
  runtime::Metrics& metrics_;
  std::array<std::uint64_t, audit::kFindingKinds> shown_{};
  runtime::Counter& laps_;
};

}  // namespace naadam::intake
