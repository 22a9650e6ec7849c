// Fixed-width big-endian numbers in byte strings: what is stored sorts as bytes in the order of its values.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace naadam::core {

inline void put_u32(std::string& out, std::uint32_t v) {
  for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<char>(v >> shift));
}
inline void put_u64(std::string& out, std::uint64_t v) {
  for (int shift = 56; shift >= 0; shift -= 8) out.push_back(static_cast<char>(v >> shift));
}
// The caller has checked that `in` is long enough.
inline std::uint32_t get_u32(std::string_view in) {
  std::uint32_t v = 0;
  for (std::size_t i = 0; i < 4; ++i) v = (v << 8) | static_cast<std::uint8_t>(in[i]);
  return v;
}
inline std::uint64_t get_u64(std::string_view in) {
  return (static_cast<std::uint64_t>(get_u32(in)) << 32) | get_u32(in.substr(4));
}

}  // namespace naadam::core
