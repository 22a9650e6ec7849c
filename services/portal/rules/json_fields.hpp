// Fields of what a service answered, picked for people outside.
//
// Pure; any thread. For scope.cpp and contest_scope.cpp only.
#pragma once

#include <initializer_list>
#include <nlohmann/json_fwd.hpp>
#include <string>

namespace naadam::portal {

// Those of `names` that are there.
nlohmann::json some_of(const nlohmann::json& all, std::initializer_list<const char*> names);

// Instants are numbers inside, text outside.
void tell_instant(nlohmann::json& map, const char* name);

// "" where it is no text.
std::string text_of(const nlohmann::json& map, const char* name);

}  // namespace naadam::portal
