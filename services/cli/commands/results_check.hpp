// `naadam results check`: what the services published against a table of what should be, line by line.
//
//   event, group, number, presence, rank, finals          codes; rank 0: none; finals: "", "named 1", "substitute 2"
#pragma once

#include <filesystem>

#include "cli/globals.hpp"
#include "cli/remote/score_asking.hpp"

namespace naadam::cli {

core::Status check_truth(const ScoreScope& scope, const std::filesystem::path& truth, Globals& globals);

}  // namespace naadam::cli
