// What an entry was given beyond its verdict, as entry.show says it (wire/verbs.hpp): its seat, its result, its place
// in the finals.
//
// Pure; any thread. No personal data.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "wire/entry.hpp"

namespace naadam::intake {

// An object with seat, result and finals, each where it is known.
nlohmann::json told_of(const wire::EntryState& state);

}  // namespace naadam::intake
