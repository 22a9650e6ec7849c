// A command's own files, whole. Errors: kUnavailable naming the file.
//
// Thread: any.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "core/result.hpp"

namespace naadam::cli {

core::Result<std::string> contents_of(const std::filesystem::path& file);
// In the place of what was there.
core::Status write_file(const std::filesystem::path& file, std::string_view text);

}  // namespace naadam::cli
