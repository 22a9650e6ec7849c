// A command of `naadam`, run within the test.
//
// Thread: main, while no other command runs.
#pragma once

#include <span>
#include <sstream>
#include <string>
#include <vector>

#include "cli/all_commands.hpp"
#include "cli/app.hpp"

namespace naadam::support {

struct Ran {
  int code = 0;
  std::string said;  // both streams
};

// `words`: without the program's name.
inline Ran run_command(std::span<const cli::AddCommand> commands, std::vector<std::string> words) {
  words.insert(words.begin(), "naadam");
  std::vector<const char*> argv;
  for (const std::string& word : words) argv.push_back(word.c_str());
  std::ostringstream out;
  const int code = cli::run(static_cast<int>(argv.size()), argv.data(), commands, out, out);
  return {code, out.str()};
}

// Any command, as a person types it.
inline Ran naadam(std::vector<std::string> words) { return run_command(cli::all_commands(), std::move(words)); }

}  // namespace naadam::support
