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
#include "portal/front.hpp"
#include "portal/lanes.hpp"

namespace naadam::portal {

inline constexpr core::Millis kAskMs = 5'000;  // for an answer, second tries included

// Asks until there is an answer: only what changes nothing. Errors: Peers::ask_until's.
Task<core::Result<nlohmann::json>> ask(Lanes& lanes, std::string_view service, std::string_view verb,
                                       const nlohmann::json& body, const core::Id& trace);

// The body of the call. Problems: kTooLarge (more than `bytes_max`), and those of Exchange::read.
Task<tl::expected<std::string, Problem>> read_body(Call& call, std::size_t bytes_max);

// The same of a POST. Its content, with `about` (what else the call is made of), is from now on the call's; kKeyReused
// where it does not fit the call's key.
Task<tl::expected<std::string, Problem>> keyed_body(Call& call, const Front& front, std::size_t bytes_max,
                                                    std::string_view about = {});

// A published record as a file, byte for byte as it was told; `name` without its ending.
Answer record_answer(std::string record, std::string_view name);

// Instead of what is not published yet: a stranger may come back with a token.
tl::unexpected<Problem> unseen(const Principal& who);

inline constexpr const char* kNoSuchRound =
    "没有这个地址：选拔赛是 trial/…/代表队代码，决赛是 final/…/region（组别写 all）。";

}  // namespace naadam::portal
