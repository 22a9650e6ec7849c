// What an entry was given beyond its verdict, in words: its seat, its result, its place in the finals.
//
// Thread: any; pure.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "cli/text.hpp"

namespace naadam::cli {

// One line each. `entry` as entry.show gives it, or intake/rules/told.hpp.
std::vector<std::string> told_lines(const nlohmann::json& entry, Lang lang);

// What a notice tells, where that is no verdict; else empty. `reason`: wire::notice_reason_name().
std::string notice_reason_word(std::string_view reason, Lang lang);

}  // namespace naadam::cli
