// Answers questions about boards: how many stand on each, who stands on one, and whether events will have enough.
//
// Boards are told by the entries' owner; what they hold and count is exact at any moment that is quiet.
// Thread: the step loop's.
#pragma once

#include <memory>
#include <string>

#include "runtime/ask_body.hpp"
#include "runtime/installation.hpp"
#include "runtime/step_loop.hpp"
#include "scheduling/rules/contests.hpp"
#include "store/store.hpp"

namespace naadam::scheduling {

class BoardDesk {
 public:
  // What stands in `installation` may be replaced between two questions.
  BoardDesk(store::Store& store, const runtime::Installation& installation)
      : store_(store), installation_(installation) {}
  void answer_on(runtime::StepLoop& loop);

 private:
  const Contests& contests();
  core::Result<runtime::Json> count();
  core::Result<runtime::Json> list(const runtime::Json& ask);

  store::Store& store_;
  const runtime::Installation& installation_;
  std::shared_ptr<const domain::Edition> edition_;  // that contests_ are of
  std::unique_ptr<Contests> contests_;
};

}  // namespace naadam::scheduling
