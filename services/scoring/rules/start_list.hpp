// A start list 出场表 as scheduling keeps it (wire/start_list.hpp), read: who stands at which number of one contest.
//
// Pure; any thread. No personal data.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "scoring/rules/mark_sheet.hpp"

namespace naadam::scoring {

struct StartList {
  std::string document;       // its name, in hex
  std::string draw;           // id of the draw
  std::vector<Start> starts;  // in order of heat and station
};

// Errors: kCorrupt.
core::Result<StartList> start_list_in(std::string_view bytes, std::string document);

}  // namespace naadam::scoring
