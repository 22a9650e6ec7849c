// The directory of keys: there, a directory, and not for others to write.
#pragma once

#include <filesystem>

#include "core/result.hpp"
#include "seal/keys.hpp"

namespace naadam::seal {

// With kCreate a missing one is made, mode 0700. kNotFound, kRefused, kUnavailable.
core::Status check_key_dir(const std::filesystem::path& dir, KeyMode mode);

}  // namespace naadam::seal
