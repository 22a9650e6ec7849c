#include "core/id.hpp"

#include "core/bytes.hpp"

namespace naadam::core {
namespace {

int nibble(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

}  // namespace

std::string to_hex(std::string_view bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    const auto b = static_cast<std::uint8_t>(c);
    out.push_back(kDigits[b >> 4]);
    out.push_back(kDigits[b & 15]);
  }
  return out;
}

std::optional<std::string> from_hex(std::string_view hex) {
  if (hex.size() % 2 != 0) return std::nullopt;
  std::string bytes;
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    const int high = nibble(hex[i]);
    const int low = nibble(hex[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    bytes.push_back(static_cast<char>(high * 16 + low));
  }
  return bytes;
}

std::optional<Id> id_from_hex(std::string_view hex) {
  const auto bytes = hex.size() == 2 * kIdBytes ? from_hex(hex) : std::nullopt;
  return bytes ? std::optional(Id::from(*bytes)) : std::nullopt;
}

std::uint16_t shard_of(const Id& owner, std::uint16_t shards) {
  return static_cast<std::uint16_t>(get_u64(owner.view()) % shards);
}

}  // namespace naadam::core
