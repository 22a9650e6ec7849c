// The steps of a draw as officers take them, and what everybody may see of it (wire/verbs.hpp, draw.*).
//
// Every step may be asked again. Who may ask for what is the edge's business. Thread: the step loop's.
#pragma once

#include <functional>

#include "runtime/ask_body.hpp"
#include "runtime/installation.hpp"
#include "runtime/step_loop.hpp"
#include "scheduling/draw_shelf.hpp"
#include "store/store.hpp"

namespace naadam::scheduling {

class DrawDesk {
 public:
  // What stands in `installation` may be replaced between two questions.
  DrawDesk(store::Store& store, const runtime::Installation& installation)
      : store_(store), installation_(installation), shelf_(store, installation) {}
  void answer_on(runtime::StepLoop& loop);

 private:
  // Whose draw, and who asks when.
  struct Asked {
    wire::Round round = wire::Round::kTrial;
    std::string delegation;
    Hand hand;
  };
  using Step = std::function<core::Status(DrawBook& book, const Asked& asked, const runtime::Json& ask)>;

  core::Result<Asked> asked(const runtime::Json& ask, bool as_officer);
  core::Result<ShelvedDraw> found(const Asked& asked);
  core::Result<runtime::Json> open(const runtime::Json& ask);
  core::Result<runtime::Json> step(const runtime::Json& ask, const Step& step);
  core::Status freeze_now(DrawBook& book, const Asked& asked);
  core::Status redraw_now(DrawBook& book, const Asked& asked, const runtime::Json& ask);
  core::Status substitute_now(DrawBook& book, const Asked& asked, const runtime::Json& ask);
  core::Result<runtime::Json> show(const runtime::Json& ask);
  core::Result<runtime::Json> record(const runtime::Json& ask);
  core::Result<runtime::Json> list();

  store::Store& store_;
  const runtime::Installation& installation_;
  DrawShelf shelf_;
};

}  // namespace naadam::scheduling
