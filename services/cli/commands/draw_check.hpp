// `naadam draw check`: a supervisor's own computation of a draw, from nothing but its published record.
#pragma once

#include "cli/globals.hpp"

namespace naadam::cli {

void add_draw_check(CLI::App& draw, Globals& globals);

}  // namespace naadam::cli
