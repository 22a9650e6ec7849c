// The command line as a whole: global flags, the list of subcommands, help and wrong use in the person's language.
//
// A subcommand is one function that adds itself: its options, its help, and a callback that runs it and sets
// Globals::exit_code. main lists those functions; nothing else knows which subcommands there are.
//
// Thread: one call at a time per Globals.
#pragma once

#include <iosfwd>
#include <span>

#include "cli/globals.hpp"

namespace CLI {
class App;
}

namespace naadam::cli {

// `globals` outlives the parse; its `lang` is already known, so help texts may be chosen at once.
using AddCommand = void (*)(CLI::App& app, Globals& globals);

// Parses, runs the chosen subcommand and returns the exit code (runtime::ExitCode). Never throws for what the user
// wrote. The language is --lang, or else NAADAM_LANG (zh | en), or else Chinese.
int run(int argc, const char* const* argv, std::span<const AddCommand> commands, std::ostream& out, std::ostream& err);

}  // namespace naadam::cli
