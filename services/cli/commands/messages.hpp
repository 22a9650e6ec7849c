// `naadam messages hold|release|show`: whether short messages go out.
#pragma once

#include "cli/app.hpp"

namespace naadam::cli {

void add_messages(CLI::App& app, Globals& globals);

}  // namespace naadam::cli
