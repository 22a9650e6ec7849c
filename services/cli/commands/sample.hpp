// `naadam sample --out DIR`: spreadsheets as officers send them, and the truth about them.
#pragma once

#include "cli/app.hpp"

namespace naadam::cli {

void add_sample(CLI::App& app, Globals& globals);

}  // namespace naadam::cli
