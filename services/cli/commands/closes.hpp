// Adds `naadam closes`: when registration closes for each delegation, and why.
#pragma once

#include "cli/app.hpp"

namespace naadam::cli {

void add_closes(CLI::App& app, Globals& globals);

}  // namespace naadam::cli
