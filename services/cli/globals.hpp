// What every subcommand shares: the flags that stand before it, where it writes, and the code it ends with.
//
// Thread: owned by run() in app.hpp; a subcommand uses it only inside its own call.
#pragma once

#include <iosfwd>

#include "cli/text.hpp"
#include "core/result.hpp"

namespace naadam::cli {

// Told to scripts; never change a number.
enum ExitCode : int {
  kExitDone = 0,
  kExitSomeRefused = 1,   // it ran; part of what was asked was not granted
  kExitBadUsage = 2,      // the command line or a named file can't work as given
  kExitNotReachable = 3,  // a store, service or file system did not answer: ask again
};

struct Globals {
  std::ostream& out;  // results only, so that a script may read it
  std::ostream& err;  // everything else
  Lang lang = Lang::kZh;
  bool json = false;
  int exit_code = kExitDone;

  const char* say(const Text& text) const { return text.in(lang); }
};

ExitCode exit_code_of(core::ErrorKind kind);

// Ends a subcommand with an error: one line on err (an object with --json), and the exit code of its kind.
// In English the log's cause is shown where there is one, since a core::Error speaks only Chinese to people.
void fail(Globals& globals, const core::Error& error);

}  // namespace naadam::cli
