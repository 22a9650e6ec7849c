// Adds `naadam extend`: registration of one delegation closes later, by a new version of the edition.
#pragma once

#include "cli/app.hpp"

namespace naadam::cli {

void add_extend(CLI::App& app, Globals& globals);

}  // namespace naadam::cli
