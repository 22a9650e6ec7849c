// Tells uploads what became of their rows, and the boards of contests who stands on them: entries judged become entries
// reported (a person is to be told) or settled.
//
// Consumes entry/judged, gives entry/reported to notification. Thread: the step loop's.
#pragma once

#include "runtime/installation.hpp"
#include "runtime/metrics.hpp"
#include "runtime/step_loop.hpp"
#include "store/store.hpp"

namespace naadam::intake {

class Reporting final : public runtime::StageHandler {
 public:
  // References outlive the handler; what stands in `installation` may be replaced between two steps.
  Reporting(store::Store& store, runtime::Forward& to_notification, const runtime::Installation& installation,
            runtime::Metrics& metrics);

  Spec spec() const override;
  void handle(std::vector<store::Batch>& work) override;

 private:
  // Tells uploads, then boards. `owed` says of each record, by batch, whether a notice is owed. Throws runtime::NotNow
  // where one of them could not be told now.
  void tell(const std::vector<store::Batch>& work, std::uint32_t epoch, std::vector<std::vector<bool>>& owed);

  store::Store& store_;
  runtime::Forward& to_notification_;
  const runtime::Installation& installation_;
  runtime::Counter& stale_;
};

}  // namespace naadam::intake
