// What lies in the file system. Thread: any.
#pragma once

#include <filesystem>
#include <string>

namespace naadam::support {

// All bytes of a file; empty where it cannot be read.
std::string content(const std::filesystem::path& file);

// Its permission bits, 0 where it is not there.
unsigned mode_of(const std::filesystem::path& file);

}  // namespace naadam::support
