// `naadam doctor`: what is wrong with this installation, and what to do about it.
#pragma once

#include "cli/app.hpp"

namespace naadam::cli {

void add_doctor(CLI::App& app, Globals& globals);

}  // namespace naadam::cli
