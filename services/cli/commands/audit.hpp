// `naadam audit`: whether everything that was accepted is still there, asked of the store itself.
#pragma once

#include "cli/app.hpp"

namespace naadam::cli {

void add_audit(CLI::App& app, Globals& globals);

}  // namespace naadam::cli
