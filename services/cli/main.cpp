#include <iostream>

#include "cli/all_commands.hpp"
#include "cli/app.hpp"

int main(int argc, char** argv) {
  using namespace naadam::cli;
  return run(argc, argv, all_commands(), std::cout, std::cerr);
}
