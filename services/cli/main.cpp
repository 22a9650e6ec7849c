#include <iostream>

#include "cli/app.hpp"
#include "cli/commands/judge.hpp"
#include "cli/commands/sample.hpp"

int main(int argc, char** argv) {
  static constexpr naadam::cli::AddCommand kCommands[] = {naadam::cli::add_judge, naadam::cli::add_sample};
  return naadam::cli::run(argc, argv, kCommands, std::cout, std::cerr);
}
