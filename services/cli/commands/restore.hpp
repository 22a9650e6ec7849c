// `naadam restore`: a backup becomes an installation again, on an empty machine; messages stay off until released.
#pragma once

#include "cli/app.hpp"

namespace naadam::cli {

void add_restore(CLI::App& app, Globals& globals);

}  // namespace naadam::cli
