// One key file: reading, making, destroying. The line's shape stands in seal/keys.hpp.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>

#include "core/result.hpp"
#include "seal/keys.hpp"

namespace naadam::seal {

// Key bytes on their way between a file and guarded memory; wiped when they go.
struct RawKey {
  std::array<std::uint8_t, kKeyBytes> bytes{};
  RawKey() = default;
  RawKey(const RawKey&) = default;
  RawKey& operator=(const RawKey&) = default;
  ~RawKey();
};

// kNotFound, kRefused (others can read it), kCorrupt, kUnavailable.
core::Result<RawKey> read_key_file(const std::filesystem::path& file, const std::string& name);

// Makes the file with a new random key, complete and synced or not at all; if another process was quicker, its key
// is the answer.
core::Result<RawKey> make_key_file(const std::filesystem::path& file, const std::string& name);

// Overwrites with zeros, syncs, removes.
core::Status shred_file(const std::filesystem::path& file);

core::Status sync_dir(const std::filesystem::path& dir);

// Writes `text` to a new file (0600) and syncs it. kRefused when the file is there already.
core::Status write_new_file(const std::filesystem::path& file, std::string_view text);

}  // namespace naadam::seal
