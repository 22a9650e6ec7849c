// `naadam status`: how the installation is doing, in one look.
#pragma once

#include "cli/app.hpp"

namespace naadam::cli {

void add_status(CLI::App& app, Globals& globals);

}  // namespace naadam::cli
