// Where a person registers themself 网上报名, one form at a time: looked at while it is filled in, and taken. What is
// shown of it stands in form_show.hpp.
//
// A receipt means: the form is kept (sealed, numbered, synced) as an upload of one row, and will be judged whatever
// happens to this process. The submitter is the person, found by their document, so a later form of theirs replaces an
// earlier one, as a later file of an employer does, and what others say of them is compared with it. The id that their
// device made makes a repeat the same upload; with another content it is refused. (A form with another document under
// the same id is another person's: that one was used for two is found by the portal, for a while.)
//
// Forms that arrive together come in one question, and are written in one round with one sync. The first number of a
// person is taken for granted; where it is not free the next one is asked for.
// Thread: the step loop's. Personal data: all of a form.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/clock.hpp"
#include "intake/kept_upload.hpp"
#include "runtime/ask_body.hpp"
#include "runtime/installation.hpp"
#include "runtime/step_loop.hpp"
#include "seal/keys.hpp"
#include "store/store.hpp"

namespace naadam::intake {

class FormDesk {
 public:
  FormDesk(store::Store& store, const seal::DataKey& data, const seal::LookupKey& lookup,
           const runtime::Installation& installation, runtime::Metrics& metrics);

  // What is taken goes to the handler of forms on the same loop (form_filing.hpp).
  void answer_on(runtime::StepLoop& loop);

 private:
  struct Taken;

  core::Result<runtime::Json> file(const runtime::Json& ask);
  core::Result<runtime::Json> check(const runtime::Json& ask);

  core::Result<Taken> read(const runtime::Json& form, core::Millis now) const;
  void keep(std::vector<Taken*> forms);
  void compare(const std::vector<Taken*>& forms);
  core::Result<bool> training();

  store::Store& store_;
  const seal::DataKey& data_;
  const seal::LookupKey& lookup_;
  const runtime::Installation& installation_;
  runtime::StepLoop* loop_ = nullptr;
  std::optional<bool> training_;  // once it is settled it never changes
  runtime::Counter& kept_;
  runtime::Counter& repeated_;
  runtime::Counter& refused_;
};

}  // namespace naadam::intake
