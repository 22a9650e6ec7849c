// Marks and results as officers bring them in: schemes, imports, reviews of ties, publication (wire/verbs.hpp,
// score.*).
//
// Every step may be asked again. Who may ask for what is the edge's business. Reading a sheet holds the loop for the
// tenth of a second that it takes. Thread: the step loop's.
#pragma once

#include <string_view>

#include "core/result.hpp"
#include "runtime/installation.hpp"
#include "runtime/step_loop.hpp"
#include "scoring/rules/mark_table.hpp"
#include "scoring/score_asks.hpp"
#include "scoring/score_shelf.hpp"
#include "store/store.hpp"

namespace naadam::scoring {

// What the edition in force and the scheme say of a contest. Errors: kRefused (no scheme), the shelf's.
core::Result<Terms> terms_of(ScoreShelf& shelf, const domain::Edition& edition, const ContestShelf& contest);

class ScoreDesk {
 public:
  using ReadTable = core::Result<MarkTable> (*)(std::string_view bytes, std::string_view file_name);

  // What stands in `installation` may be replaced between two questions. `read`: in a process of its own for files from
  // outside.
  ScoreDesk(store::Store& store, const runtime::Installation& installation, ReadTable read = &read_mark_table)
      : store_(store), installation_(installation), shelf_(store, installation), read_(read) {}
  void answer_on(runtime::StepLoop& loop);

 private:
  core::Result<runtime::Json> scheme(const runtime::Json& ask);
  core::Result<runtime::Json> import(const runtime::Json& ask);
  core::Result<runtime::Json> publish(const runtime::Json& ask);
  core::Result<ContestShelf> contest_for(const Scope& scope);

  store::Store& store_;
  const runtime::Installation& installation_;
  ScoreShelf shelf_;
  ReadTable read_;
};

}  // namespace naadam::scoring
