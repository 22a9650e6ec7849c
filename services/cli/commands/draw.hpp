// `naadam draw`: the steps of a draw as officers take them, what anybody may see of it, draw_check.hpp and
// draw_select.hpp.
#pragma once

#include "cli/globals.hpp"

namespace naadam::cli {

void add_draw(CLI::App& app, Globals& globals);

}  // namespace naadam::cli
