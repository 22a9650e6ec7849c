// Fixed-width big-endian numbers in byte strings: what is stored sorts as bytes in the order of its values.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace naadam::core {

static_assert(std::endian::native == std::endian::little, "put_ and get_ turn bytes round");

inline void put_u32(std::string& out, std::uint32_t v) {
  v = __builtin_bswap32(v);
  out.append(reinterpret_cast<const char*>(&v), sizeof v);
}
inline void put_u64(std::string& out, std::uint64_t v) {
  v = __builtin_bswap64(v);
  out.append(reinterpret_cast<const char*>(&v), sizeof v);
}
// The caller has checked that `in` is long enough.
inline std::uint32_t get_u32(std::string_view in) {
  std::uint32_t v = 0;
  std::memcpy(&v, in.data(), sizeof v);
  return __builtin_bswap32(v);
}
inline std::uint64_t get_u64(std::string_view in) {
  return (static_cast<std::uint64_t>(get_u32(in)) << 32) | get_u32(in.substr(4));
}

}  // namespace naadam::core
