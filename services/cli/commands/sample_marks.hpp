// `naadam sample-marks`: invented marks for every contest of a delegation that was drawn, and what must come of them.
#pragma once

#include "cli/globals.hpp"

namespace naadam::cli {

void add_sample_marks(CLI::App& app, Globals& globals);

}  // namespace naadam::cli
