// Who goes to the finals, and ties that people decide, within a contest or across its groups (wire/verbs.hpp:
// score.nominate, score.decide, score.finals).
//
// Entries are read to see who was withdrawn, is not accepted any more or went to another delegation: they are passed
// over. Thread: the step loop's.
#pragma once

#include "runtime/installation.hpp"
#include "runtime/step_loop.hpp"
#include "scoring/score_asks.hpp"
#include "scoring/score_shelf.hpp"
#include "scoring/score_show.hpp"
#include "store/store.hpp"

namespace naadam::scoring {

class NominationDesk {
 public:
  // `show` outlives it. What stands in `installation` may be replaced between two questions.
  NominationDesk(store::Store& store, const runtime::Installation& installation, ScoreShow& show)
      : store_(store), installation_(installation), shelf_(store, installation), show_(show) {}
  void answer_on(runtime::StepLoop& loop);

 private:
  core::Result<runtime::Json> decide(const runtime::Json& ask);
  core::Status decide_across(const Scope& scope, const std::vector<std::string>& order, const std::string& reason,
                             const Hand& hand);
  core::Result<runtime::Json> nominate(const runtime::Json& ask);
  core::Result<runtime::Json> finals(const runtime::Json& ask);

  // kRefused where nobody starts.
  core::Result<NominationTerms> terms_for(const std::string& delegation, const std::string& event);
  core::Result<std::vector<PassedOver>> passed_over(const std::string& delegation, const std::string& event,
                                                    const std::vector<NominationContest>& contests);
  // "职工组/2-05" as who_label() has it. kInvalid where the group is not known.
  core::Result<std::string> label_of(const std::string& written) const;

  store::Store& store_;
  const runtime::Installation& installation_;
  ScoreShelf shelf_;
  ScoreShow& show_;
};

}  // namespace naadam::scoring
