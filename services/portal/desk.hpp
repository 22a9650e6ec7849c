// What every desk of the portal has: the way to the services.
//
// Thread: the edge's.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string_view>

#include "core/result.hpp"
#include "portal/call.hpp"
#include "portal/lanes.hpp"

namespace naadam::portal {

inline constexpr core::Millis kAskMs = 5'000;  // for an answer, second tries included

// Asks until there is an answer: only what changes nothing. Errors: Peers::ask_until's.
Task<core::Result<nlohmann::json>> ask(Lanes& lanes, std::string_view service, std::string_view verb,
                                       const nlohmann::json& body, const core::Id& trace);

}  // namespace naadam::portal
