// Which of the 16,384 slots of a Redis Cluster a key belongs to. Pure.
//
// Source: Redis Cluster specification, "Key distribution model" and "Hash tags": CRC16 (CCITT, XMODEM form: polynomial
// 0x1021, start 0, no reflection) modulo 16384, over the bytes between the first '{' and the next '}' when there is
// at least one byte between them, else over the whole key.
#pragma once

#include <cstdint>
#include <string_view>

namespace naadam::store {

inline constexpr std::uint16_t kSlots = 16'384;

std::uint16_t crc16(std::string_view bytes);
std::uint16_t slot_of(std::string_view key);

}  // namespace naadam::store
