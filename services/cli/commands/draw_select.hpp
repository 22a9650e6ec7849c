// `naadam draw select`: names of a published list chosen by published numbers (RFC 3797), without a server.
#pragma once

#include "cli/globals.hpp"

namespace naadam::cli {

// `draw` is the command it stands under.
void add_draw_select(CLI::App& draw, Globals& globals);

}  // namespace naadam::cli
