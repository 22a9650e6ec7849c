// Every limit that more than one layer must know, in one place. Test below, at and above each.
#pragma once

#include <cstddef>
#include <cstdint>

namespace naadam::core::limits {

inline constexpr std::uint16_t kShardsDefault = 16;
inline constexpr std::uint16_t kShardsMax = 1024;
inline constexpr std::size_t kCallItemsMax = 400;     // items in one call of a store function
inline constexpr std::size_t kBatchItems = 200;       // items in one ordinary batch
inline constexpr std::size_t kBodyBytesMax = 32'768;  // sealed body of one record
inline constexpr std::size_t kStateBytesMax = 1'024;
inline constexpr std::size_t kAttemptsMax = 5;  // of an item itself, before it is parked
inline constexpr std::size_t kFrameBytesMax = 16u << 20;

inline constexpr std::size_t kUploadBytesMax = 32u << 20;
inline constexpr std::size_t kUploadRowsMax = 200'000;
inline constexpr std::size_t kCellBytesMax = 4'096;

}  // namespace naadam::core::limits
