// Checks of option values that say in the person's language what is allowed. Beside CLI11's own, which speak English.
//
// Each returns a validator for CLI::Option::check(); a refused value ends the parse as wrong use (exit code 2).
// Thread: any.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "cli/text.hpp"

namespace naadam::cli {

// A whole number in [low, high].
CLI::Validator in_range(std::int64_t low, std::int64_t high, Lang lang);

// Exactly one of the words.
CLI::Validator one_of(std::vector<std::string> words, Lang lang);

// What domain::parse_instant() takes.
CLI::Validator an_instant(Lang lang);

}  // namespace naadam::cli
