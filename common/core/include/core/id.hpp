// 16-byte identities. What an id is the hash of is said where it is made (common/seal for keyed ones);
// here they are bytes with an order, a shard and a printed form.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

namespace naadam::core {

inline constexpr std::size_t kIdBytes = 16;

struct Id {
  std::array<std::uint8_t, kIdBytes> bytes{};

  auto operator<=>(const Id&) const = default;
  std::string_view view() const { return {reinterpret_cast<const char*>(bytes.data()), kIdBytes}; }
  // `raw` must hold exactly kIdBytes.
  static Id from(std::string_view raw) {
    Id id;
    std::memcpy(id.bytes.data(), raw.data(), kIdBytes);
    return id;
  }
};

// Two lower-case hex digits a byte, and back. Anything else is nullopt; of an id, anything but 32 digits.
std::string to_hex(std::string_view bytes);
inline std::string to_hex(const Id& id) { return to_hex(id.view()); }
std::optional<std::string> from_hex(std::string_view hex);
std::optional<Id> id_from_hex(std::string_view hex);

// Which of `shards` holds this owner: the first 8 bytes, big-endian, modulo. Ids are hashes, so this is even.
std::uint16_t shard_of(const Id& owner, std::uint16_t shards);

struct IdHash {
  std::size_t operator()(const Id& id) const {
    std::size_t h;
    std::memcpy(&h, id.bytes.data(), sizeof h);
    return h;
  }
};

}  // namespace naadam::core
