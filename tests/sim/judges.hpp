// What judges bring in: the scheme of an event, and the sheets of its contests. Marks lie close together, so that ties
// are common, within a contest and across the groups of an event.
//
// Pure: the same contest and version give the same sheet. Thread: values.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "runtime/ask_body.hpp"

namespace naadam::sim {

// `another`: full marks are others; sheets hold under both.
runtime::Json criteria(bool another);

// CSV of everybody in `numbers`; each version is another file, and changes the marks of some. Of some contests the
// first leaves a mark open. `stranger`: with a number that nobody has.
std::string mark_sheet(const std::string& contest, const std::vector<std::string>& numbers, std::uint32_t version,
                       bool stranger);

}  // namespace naadam::sim
