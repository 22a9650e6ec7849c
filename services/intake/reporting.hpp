// Tells uploads what became of their rows, and the boards of contests who stands on them: entries judged become entries
// reported (a person is to be told) or settled. What was judged under an edition that is not the published one any more
// tells nobody: it goes back to be judged again. What was judged before the epoch rose is first lifted into the new
// one: its shard may have been set back behind what the others have heard of it, and they would not listen.
//
// Consumes entry/judged, gives entry/reported to notification. Thread: the step loop's.
#pragma once

#include <cstdint>
#include <vector>

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
  enum class Next : std::uint8_t { kTellPerson, kSettle, kJudgeAgain, kLift };
  using NextOf = std::vector<std::vector<Next>>;  // by batch and record

  // Tells uploads, then boards, and says what comes next for each record. Throws runtime::NotNow where one of them
  // could not be told now.
  NextOf tell(const std::vector<store::Batch>& work, std::uint32_t epoch);
  static store::Advance moved(const store::Batch& batch, const std::vector<Next>& next_of, Next next,
                              std::uint32_t epoch, store::Batch& part);

  store::Store& store_;
  runtime::Forward& to_notification_;
  const runtime::Installation& installation_;
  runtime::Counter& stale_;
  runtime::Counter& judged_before_;
};

}  // namespace naadam::intake
