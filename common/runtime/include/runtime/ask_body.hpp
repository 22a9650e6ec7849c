// The msgpack maps of asks (wire/verbs.hpp), read with every required field checked. Json is only named here: who
// builds or looks into one includes <nlohmann/json.hpp> himself, which costs the compiler two seconds.
#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "core/id.hpp"
#include "core/result.hpp"

namespace naadam::runtime {

using Json = nlohmann::json;

inline constexpr std::size_t kNestingMax = 32;  // maps and lists within each other

std::string pack(const Json& map);

// Nil is an empty map. kInvalid where it is no msgpack map, or nested deeper than kNestingMax.
core::Result<Json> unpack_map(std::string_view bytes);

// Required fields; kInvalid naming the field.
core::Result<std::string> text_field(const Json& map, const char* name);
core::Result<core::Id> id_field(const Json& map, const char* name);
core::Result<std::uint64_t> number_field(const Json& map, const char* name);
core::Result<std::string> bytes_field(const Json& map, const char* name);

}  // namespace naadam::runtime
