// What a blob consists of; sealed under the blob's address in the file `manifest`.
//
//   0         1         9           41        45
//   +---------+---------+-----------+---------+---------------------+
//   | version | bytes   | sha256    | chunks  | chunk ids, 16 each  |   numbers big-endian
//   +---------+---------+-----------+---------+---------------------+
//
// A chunk's id is the keyed hash of its plaintext and, in hex, its file's name. A chunk that occurs twice is listed
// twice and kept once.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "blob/blob_store.hpp"

namespace naadam::blob {

inline constexpr std::uint8_t kManifestVersion = 1;
inline constexpr std::size_t kManifestHeadBytes = 1 + 8 + kDigestBytes + 4;
inline constexpr std::size_t kChunksMax = kBlobBytesMax / kChunkBytes;
inline constexpr std::size_t kManifestBytesMax = kManifestHeadBytes + kChunksMax * core::kIdBytes;

struct Manifest {
  std::uint64_t bytes = 0;
  Digest sha256{};
  std::vector<core::Id> chunks;
};

std::string encode(const Manifest& manifest);
// nullopt: not a manifest of this version.
std::optional<Manifest> decode(std::string_view bytes);

}  // namespace naadam::blob
