#include "notification/rules/sms_parts.hpp"

#include <unicode/utf8.h>

namespace naadam::notification {

SmsParts sms_parts(std::string_view utf8) {
  SmsParts out;
  std::size_t joined_parts = 0;  // if the text is cut, the parts begun so far
  std::size_t room = 0;          // units left in the last of them
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(utf8.data());
  const auto length = static_cast<std::int64_t>(utf8.size());
  for (std::int64_t at = 0; at < length;) {
    UChar32 point = 0;
    U8_NEXT_OR_FFFD(bytes, at, length, point);
    const std::size_t width = point > 0xFFFF ? 2 : 1;
    if (room < width) {
      ++joined_parts;
      room = kPartUnitsMax;
    }
    room -= width;
    out.units += width;
  }
  if (out.units > 0) out.parts = out.units <= kSingleUnitsMax ? 1 : joined_parts;
  return out;
}

}  // namespace naadam::notification
