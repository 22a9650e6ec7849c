// What every subcommand shares: the flags that stand before it, where it writes, and the code it ends with.
//
// Thread: owned by run() in app.hpp; a subcommand uses it only inside its own call.
#pragma once

#include <iosfwd>

#include "cli/text.hpp"
#include "core/result.hpp"
#include "runtime/ask_body.hpp"
#include "runtime/service_main.hpp"

namespace naadam::cli {

using runtime::Json;

struct Globals {
  std::ostream& out;  // results only, so that a script may read it
  std::ostream& err;  // everything else
  Lang lang = Lang::kZh;
  bool json = false;
  int exit_code = runtime::kExitDone;  // runtime::ExitCode

  const char* say(const Text& text) const { return text.in(lang); }
};

// Ends a subcommand with an error: one line on err (an object with --json), and runtime::exit_code().
// In English the log's cause is shown where there is one, since a core::Error speaks only Chinese to people.
void fail(Globals& globals, const core::Error& error);

}  // namespace naadam::cli
