// `naadam judge FILE`: what the services would decide about every row of a spreadsheet, decided here.
#pragma once

#include "cli/app.hpp"

namespace naadam::cli {

void add_judge(CLI::App& app, Globals& globals);

}  // namespace naadam::cli
