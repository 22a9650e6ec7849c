// `naadam rank`: a saved record of results computed again, or a mark sheet ranked, on a laptop without any server.
#pragma once

#include "cli/globals.hpp"

namespace naadam::cli {

void add_rank(CLI::App& app, Globals& globals);

}  // namespace naadam::cli
