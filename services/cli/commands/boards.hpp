// `naadam boards`: how many entries stand on the boards of contests, by event and delegation.
#pragma once

#include "cli/app.hpp"

namespace naadam::cli {

void add_boards(CLI::App& app, Globals& globals);

}  // namespace naadam::cli
