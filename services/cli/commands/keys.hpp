// naadam keys: which data key seals what and which key signs the history, changing them, and destroying those that
// nothing needs any more.
#pragma once

#include "cli/app.hpp"

namespace naadam::cli {

void add_keys(CLI::App& app, Globals& globals);

}  // namespace naadam::cli
