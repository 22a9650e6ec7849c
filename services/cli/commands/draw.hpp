// `naadam draw`: the steps of a draw as officers take them, what anybody may see of it, and draw_check.hpp.
#pragma once

#include "cli/globals.hpp"

namespace naadam::cli {

void add_draw(CLI::App& app, Globals& globals);

}  // namespace naadam::cli
