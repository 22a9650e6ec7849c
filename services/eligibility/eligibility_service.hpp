// Which record goes to which rule: entries received become entries judged. No decision of its own.
//
// What judging again by another version of the edition changed is counted by verdict before and after
// (naadam_rejudged_total), once for each entry that this process so judged.
// Consumes entry/received, gives entry/judged to intake. Thread: the step loop's.
#pragma once

#include <functional>
#include <vector>

#include "domain/winners.hpp"
#include "runtime/installation.hpp"
#include "runtime/metrics.hpp"
#include "runtime/step_loop.hpp"
#include "seal/keys.hpp"
#include "store/store.hpp"
#include "wire/verdict.hpp"

namespace naadam::eligibility {

class Judging final : public runtime::StageHandler {
 public:
  // References outlive the handler; what stands in `installation` may be replaced between two steps.
  Judging(store::Store& store, runtime::Forward& to_intake, const seal::DataKey& data, const seal::LookupKey& lookup,
          const runtime::Installation& installation, runtime::Metrics& metrics);

  Spec spec() const override;
  void handle(std::vector<store::Batch>& work) override;

 private:
  // An entry of a batch that had been judged by another version of the edition.
  struct Again {
    std::size_t item;
    wire::Verdict from, to;
  };
  store::Advance judged(const store::Batch& batch, core::Millis wait, std::vector<Again>& again);
  void count(const store::ItemAnswers& answer, const std::vector<Again>& again);

  store::Store& store_;
  runtime::Forward& to_intake_;
  const seal::DataKey& data_;
  const runtime::Installation& installation_;
  domain::Keyer person_key_;
  domain::Keyer recipient_key_;
  runtime::Metrics& metrics_;
  runtime::Counter& stale_;
};

}  // namespace naadam::eligibility
