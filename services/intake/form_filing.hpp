// Forms that are kept, on their way to their entries: form -> form_filed.
//
// Whoever takes a form hands it on to this handler of the same loop; what no process lived to file is taken from the
// due set, by any copy. Filing twice changes nothing: the same form makes the same claim. So the form itself moves on a
// little later, with others of its shard in one call: nobody waits for that. A form whose entry is damaged waits, for a
// person to mend that.
// Thread: the step loop's. Personal data: claims, sealed before they leave.
#pragma once

#include <vector>

#include "intake/registrar.hpp"
#include "runtime/installation.hpp"
#include "runtime/step_loop.hpp"
#include "seal/keys.hpp"
#include "store/store.hpp"

namespace naadam::intake {

class FormFiling final : public runtime::StageHandler {
 public:
  static constexpr core::Millis kLease = 2'000;  // how long a form waits after the death of who took it
  static constexpr core::Millis kMoveOnMs = 250;

  // References outlive the handler; what stands in `installation` may be replaced between two steps.
  FormFiling(store::Store& store, Registrar& registrar, const seal::DataKey& data, const seal::LookupKey& lookup,
             const runtime::Installation& installation)
      : store_(store), registrar_(registrar), data_(data), lookup_(lookup), installation_(installation) {}

  void work_on(runtime::StepLoop& loop);

  Spec spec() const override;
  void handle(std::vector<store::Batch>& work) override;

 private:
  std::vector<FiledRow> rows_of(const store::Batch& forms) const;
  // Files `rows`; false: an entry of theirs is damaged, all else is filed. Throws runtime::NotNow.
  bool filed(const std::vector<FiledRow>& rows);
  void move_on();
  void hold_up(const store::Batch& forms);

  store::Store& store_;
  Registrar& registrar_;
  const seal::DataKey& data_;
  const seal::LookupKey& lookup_;
  const runtime::Installation& installation_;
  struct Filed {
    store::Batch forms;
    std::uint32_t epoch = 0;  // before they were filed
  };
  std::vector<Filed> filed_;
};

}  // namespace naadam::intake
