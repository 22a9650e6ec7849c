// From a decision about an entry to the notice at its recipient: entries reported become entries settled.
//
// Consumes entry/reported. The notice is told to the recipient's shard (apply), so a repeated or late message changes
// nothing and a newer verdict supersedes a notice still planned. Thread: the step loop's.
#pragma once

#include "notification/rules/delivery.hpp"
#include "runtime/metrics.hpp"
#include "runtime/step_loop.hpp"
#include "seal/keys.hpp"
#include "store/store.hpp"

namespace naadam::notification {

class Planning final : public runtime::StageHandler {
 public:
  // `loop` gets the planned notices at once; what it misses is found in the store.
  Planning(store::Store& store, runtime::StepLoop& loop, const seal::DataKey& data, const DeliveryPolicy& policy,
           runtime::Metrics& metrics);

  Spec spec() const override;
  void handle(std::vector<store::Batch>& work) override;

 private:
  store::Store& store_;
  runtime::StepLoop& loop_;
  const seal::DataKey& data_;
  DeliveryPolicy policy_;
  runtime::Counter& stale_;
  runtime::Counter& alarms_;
};

}  // namespace naadam::notification
