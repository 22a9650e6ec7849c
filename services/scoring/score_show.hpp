// What everybody may see of marks and results: a contest, all of them, and the published record that anybody may
// compute again (wire/verbs.hpp: score.show, score.list, score.record).
//
// Thread: the step loop's.
#pragma once

#include "runtime/installation.hpp"
#include "runtime/step_loop.hpp"
#include "scoring/score_asks.hpp"
#include "scoring/score_shelf.hpp"
#include "store/store.hpp"

namespace naadam::scoring {

class ScoreShow {
 public:
  // What stands in `installation` may be replaced between two questions.
  ScoreShow(store::Store& store, const runtime::Installation& installation)
      : installation_(installation), shelf_(store, installation) {}
  void answer_on(runtime::StepLoop& loop);
  core::Result<runtime::Json> show(const runtime::Json& ask);

 private:
  core::Result<runtime::Json> list(const runtime::Json& ask);
  core::Result<runtime::Json> record(const runtime::Json& ask);
  core::Result<runtime::Json> across_groups(const Scope& scope);
  // Contests whose result was corrected after their event's nomination was made.
  core::Result<runtime::Json> outdated_in(const Scope& scope, const std::vector<ContestShelf>& contests);

  const runtime::Installation& installation_;
  ScoreShelf shelf_;
};

}  // namespace naadam::scoring
