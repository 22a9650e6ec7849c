// `naadam parked show|replay`: what was set aside after it had failed again and again, and another try for it.
#pragma once

#include "cli/app.hpp"

namespace naadam::cli {

void add_parked(CLI::App& app, Globals& globals);

}  // namespace naadam::cli
