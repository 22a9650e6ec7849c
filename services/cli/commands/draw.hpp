// `naadam draw`: a supervisor's own computation of a draw, from nothing but its published record.
#pragma once

#include "cli/app.hpp"

namespace naadam::cli {

void add_draw(CLI::App& app, Globals& globals);

}  // namespace naadam::cli
