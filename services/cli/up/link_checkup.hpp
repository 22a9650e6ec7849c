// What `naadam doctor` looks at where the link is over tcp: our own key, who may read the secret ones, and the list of
// those let in (see link/curve_keys.hpp for the directories). Nothing to say where services meet in local sockets.
//
// Thread: one. Nothing is changed; no secret is shown.
#pragma once

#include <vector>

#include "cli/up/checkup.hpp"
#include "core/clock.hpp"

namespace naadam::cli {

std::vector<Check> check_link_keys(const runtime::CommonOptions& options, const core::Clock& clock, Lang lang);

}  // namespace naadam::cli
