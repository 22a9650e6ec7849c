// `naadam up`: the whole of Naadam on one machine, started, watched and stopped together.
#pragma once

#include "cli/app.hpp"

namespace naadam::cli {

void add_up(CLI::App& app, Globals& globals);

}  // namespace naadam::cli
