// `naadam publish`: keys, edition, former winners and clock, told to a store that runs already.
//
// What `naadam up` does at its start, for an installation whose services are started by systemd or in containers. May
// be repeated: without options nothing that is in force changes.
#pragma once

#include "cli/app.hpp"

namespace naadam::cli {

void add_publish(CLI::App& app, Globals& globals);

}  // namespace naadam::cli
