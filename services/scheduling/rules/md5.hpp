// MD5 of a short text, for public_selection.hpp alone: RFC 3797 names it, and md5sum computes it on any machine.
//
// Not for secrets or signatures: collisions of MD5 are cheap. There it meets only numbers that were published, framed
// by an index. Source: RFC 1321. Thread: any; pure.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace naadam::scheduling {

using Md5 = std::array<std::uint8_t, 16>;

Md5 md5_of(std::string_view bytes);

}  // namespace naadam::scheduling
