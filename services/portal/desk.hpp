// What every desk of the portal has: the way to the services, and a small body read whole.
//
// Thread: the edge's.
#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "core/result.hpp"
#include "portal/call.hpp"
#include "portal/lanes.hpp"

namespace naadam::portal {

inline constexpr core::Millis kAskMs = 5'000;  // for an answer, second tries included

// Asks until there is an answer: only what changes nothing. Errors: Peers::ask_until's.
Task<core::Result<nlohmann::json>> ask(Lanes& lanes, std::string_view service, std::string_view verb,
                                       const nlohmann::json& body, const core::Id& trace);

// The body of the call. Problems: kTooLarge (more than `bytes_max`), and those of Exchange::read.
Task<tl::expected<std::string, Problem>> read_body(Call& call, std::size_t bytes_max);

}  // namespace naadam::portal
