// Every command of `naadam`, in the order of its help. Thread: any.
#pragma once

#include <span>

#include "cli/app.hpp"

namespace naadam::cli {

std::span<const AddCommand> all_commands();

}  // namespace naadam::cli
