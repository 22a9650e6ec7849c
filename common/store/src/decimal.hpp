// Numbers as Redis prints them.
#pragma once

#include <charconv>
#include <cstdint>
#include <string_view>

namespace naadam::store {

// 0 where `text` does not begin with a digit.
inline std::uint64_t to_number(std::string_view text) {
  std::uint64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

}  // namespace naadam::store
