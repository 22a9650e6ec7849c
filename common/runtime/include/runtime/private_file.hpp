// A file that only its owner reads: settings, passwords, what holds personal data.
#pragma once

#include <filesystem>
#include <string_view>

#include "core/result.hpp"

namespace naadam::runtime {

// Writes it anew in one step, mode 0600, synced: who reads it sees the old contents or the new, whole. Errors:
// kUnavailable (no right, no space), naming the file.
core::Status replace_private(const std::filesystem::path& file, std::string_view bytes);

}  // namespace naadam::runtime
