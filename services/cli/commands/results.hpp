// `naadam results`: results published, finals named, and both shown, saved and compared with what they should be.
#pragma once

#include "cli/globals.hpp"

namespace naadam::cli {

void add_results(CLI::App& app, Globals& globals);

}  // namespace naadam::cli
