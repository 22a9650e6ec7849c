// A file that only its owner reads: settings, passwords, what holds personal data.
#pragma once

#include <filesystem>
#include <string_view>

#include "core/result.hpp"

namespace naadam::runtime {

// Writes it anew in one step, mode 0600, synced with its directory: who reads it, also after a power cut, sees the old
// contents or the new, whole. Errors: kUnavailable (no right, no space), naming the file.
core::Status replace_private(const std::filesystem::path& file, std::string_view bytes);

// Makes what was made, renamed or removed in it last. Errors: kUnavailable.
core::Status sync_dir(const std::filesystem::path& dir);

}  // namespace naadam::runtime
