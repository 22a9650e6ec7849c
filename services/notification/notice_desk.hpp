// Answers questions about notices: how many stand where, and what became of one person's.
//
// Thread: the step loop's.
#pragma once

#include "runtime/ask_body.hpp"
#include "runtime/step_loop.hpp"
#include "store/store.hpp"

namespace naadam::notification {

class NoticeDesk {
 public:
  explicit NoticeDesk(store::Store& store) : store_(store) {}
  void answer_on(runtime::StepLoop& loop);

 private:
  core::Result<runtime::Json> count();
  core::Result<runtime::Json> of(const runtime::Json& ask);

  store::Store& store_;
};

}  // namespace naadam::notification
