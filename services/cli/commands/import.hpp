// `naadam import FILE…`: spreadsheets handed in, followed until every row has its outcome, and summed up.
#pragma once

#include "cli/app.hpp"

namespace naadam::cli {

void add_import(CLI::App& app, Globals& globals);

}  // namespace naadam::cli
