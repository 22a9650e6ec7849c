// `naadam backup`: one file that holds the installation, made while it runs; and whether such a file is whole.
#pragma once

#include "cli/app.hpp"

namespace naadam::cli {

void add_backup(CLI::App& app, Globals& globals);

}  // namespace naadam::cli
