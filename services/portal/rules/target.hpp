// The target of a request (RFC 9112, origin-form) in its parts: "/api/v1/uploads/0f?cursor=3:7".
//
// Pure; any thread. Percent-encoding is undone (RFC 3986); what is no UTF-8, holds control characters or has "." and
// ".." for a segment is no target.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace naadam::portal {

inline constexpr std::size_t kTargetBytesMax = 2'048;
inline constexpr std::size_t kQueryParamsMax = 16;

using Query = std::map<std::string, std::string, std::less<>>;

struct Target {
  std::vector<std::string> segments;  // of the path; "/" has none
  Query query;                        // of a repeated name the last
};

// nullopt: it cannot be read.
std::optional<Target> parse_target(std::string_view text);

// %E5%90%8D to its bytes; nullopt where that is no valid UTF-8 without control characters.
std::optional<std::string> percent_decoded(std::string_view text);

}  // namespace naadam::portal
