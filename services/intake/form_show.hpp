// What a person sees of registering themself 网上报名: what the edition offers and what is agreed to, before; what
// became of a form, by its receipt, after.
//
// Whoever knows the receipt is shown no more than a masked name and number. Errors: kNotFound where no form has the
// receipt, kCorrupt where its record cannot be read.
// Thread: the step loop's.
#pragma once

#include "intake/kept_upload.hpp"
#include "runtime/ask_body.hpp"
#include "runtime/installation.hpp"
#include "runtime/step_loop.hpp"
#include "seal/keys.hpp"
#include "store/store.hpp"

namespace naadam::intake {

class FormShow {
 public:
  FormShow(store::Store& store, const seal::DataKey& data, const seal::LookupKey& lookup,
           const runtime::Installation& installation);

  void answer_on(runtime::StepLoop& loop);

 private:
  core::Result<runtime::Json> status(const runtime::Json& ask);
  runtime::Json received(const core::Id& receipt, const KeptUpload& kept, const core::Id& entry) const;
  core::Result<runtime::Json> terms();

  store::Store& store_;
  const seal::DataKey& data_;
  const seal::LookupKey& lookup_;
  const runtime::Installation& installation_;
};

}  // namespace naadam::intake
