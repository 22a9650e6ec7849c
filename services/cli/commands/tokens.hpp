// `naadam tokens`: gives out tokens for the page and the HTTP interface, lists them, takes them back.
#pragma once

#include "cli/app.hpp"

namespace naadam::cli {

void add_tokens(CLI::App& app, Globals& globals);

}  // namespace naadam::cli
