// Answers what the rules say of a claim that nobody has filed: for a form that is being filled in.
//
// The same rules over the same edition, register and clock as of an entry, so what is said here is what will be decided
// there, unless somebody else says otherwise of the person. Nothing is kept or logged.
// Thread: the step loop's. Personal data: the claim, in the question alone.
#pragma once

#include "domain/winners.hpp"
#include "runtime/ask_body.hpp"
#include "runtime/installation.hpp"
#include "runtime/step_loop.hpp"
#include "seal/keys.hpp"
#include "store/store.hpp"

namespace naadam::eligibility {

class ClaimDesk {
 public:
  // References outlive it; what stands in `installation` may be replaced between two steps.
  ClaimDesk(store::Store& store, const seal::LookupKey& lookup, const runtime::Installation& installation);
  void answer_on(runtime::StepLoop& loop);

 private:
  core::Result<runtime::Json> check(const runtime::Json& ask);

  store::Store& store_;  // its clock alone
  const runtime::Installation& installation_;
  domain::Keyer person_key_;
};

}  // namespace naadam::eligibility
