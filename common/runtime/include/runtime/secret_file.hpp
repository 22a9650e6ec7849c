// A password in a file of its own: mode 0600, first line, 1 to 512 bytes.
#pragma once

#include <filesystem>
#include <string>

#include "core/result.hpp"

namespace naadam::runtime {

// Errors: kRefused when others can read the file (with the command that mends it), kInvalid for an empty or overlong
// line, kUnavailable when it cannot be read. The secret is in no text and no cause.
core::Result<std::string> read_secret(const std::filesystem::path& file);

}  // namespace naadam::runtime
