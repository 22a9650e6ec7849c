// `naadam entries`: entries listed by verdict, event or delegation.
#pragma once

#include "cli/app.hpp"

namespace naadam::cli {

void add_entries(CLI::App& app, Globals& globals);

}  // namespace naadam::cli
