// `naadam marks`: schemes, mark sheets and reviews of ties, as officers bring them in.
#pragma once

#include "cli/globals.hpp"

namespace naadam::cli {

void add_marks(CLI::App& app, Globals& globals);

}  // namespace naadam::cli
