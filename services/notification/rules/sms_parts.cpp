#include "notification/rules/sms_parts.hpp"

#include <unicode/utf8.h>

#include <algorithm>

namespace naadam::notification {

namespace {

// Calls see(width in units, begin, end) for each character; begin and end are byte offsets.
template <class See>
void each_character(std::string_view utf8, See see) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(utf8.data());
  const auto length = static_cast<std::int64_t>(utf8.size());
  for (std::int64_t at = 0; at < length;) {
    const std::int64_t begin = at;
    UChar32 point = 0;
    U8_NEXT_OR_FFFD(bytes, at, length, point);
    see(point > 0xFFFF ? std::size_t{2} : std::size_t{1}, static_cast<std::size_t>(begin),
        static_cast<std::size_t>(at));
  }
}

}  // namespace

SmsParts sms_parts(std::string_view utf8) {
  SmsParts out;
  std::size_t joined_parts = 0;  // if the text is cut, the parts begun so far
  std::size_t room = 0;          // units left in the last of them
  each_character(utf8, [&](std::size_t width, std::size_t, std::size_t) {
    if (room < width) {
      ++joined_parts;
      room = kPartUnitsMax;
    }
    room -= width;
    out.units += width;
  });
  if (out.units > 0) out.parts = out.units <= kSingleUnitsMax ? 1 : joined_parts;
  return out;
}

std::string keep_pairs_whole(std::string_view utf8) {
  const auto begins_pair = [](char c) { return static_cast<std::uint8_t>(c) >= 0xF0; };
  if (std::none_of(utf8.begin(), utf8.end(), begins_pair) || sms_parts(utf8).parts <= 1) return std::string(utf8);
  std::string out;
  std::size_t units = 0;
  each_character(utf8, [&](std::size_t width, std::size_t begin, std::size_t end) {
    if (width == 2 && units % kPartUnitsMax == kPartUnitsMax - 1) {
      out += ' ';
      ++units;
    }
    out.append(utf8, begin, end - begin);
    units += width;
  });
  return out;
}

}  // namespace naadam::notification
