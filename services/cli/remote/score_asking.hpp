// What the commands about marks and results share: how scoring is asked, and which contests are meant.
//
// Thread: main.
#pragma once

#include <string>
#include <string_view>

#include "cli/globals.hpp"
#include "core/result.hpp"

namespace naadam::cli {

struct ScoreScope {
  std::string data, delegation, event, group, by, reason;
  bool finals = false;
};

// round, delegation, event, group; kInvalid where neither delegation nor finals is named.
core::Result<Json> scope_of(const ScoreScope& scope);
core::Result<Json> ask_scoring(const std::string& data, std::string_view verb, const Json& body);

// A whole answer, or error, for --json.
void print_json(const Json& answer, Globals& globals);

}  // namespace naadam::cli
