// `naadam entry`: one entry with its findings, its claims' origin and its notices.
#pragma once

#include "cli/app.hpp"

namespace naadam::cli {

void add_entry(CLI::App& app, Globals& globals);

}  // namespace naadam::cli
