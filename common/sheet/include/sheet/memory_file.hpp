// Files that exist in memory only: for an upload on its way to the reading child, and for a workbook that must not
// touch a disk.
#pragma once

#include <string>
#include <string_view>

#include "core/result.hpp"

namespace naadam::sheet {

// A new file holding `bytes`, closed on exec. `label` shows in /proc only: no personal data. The caller closes it.
core::Result<int> memory_file(const char* label, std::string_view bytes = {});

// All of a regular or memory file, whatever its offset.
core::Result<std::string> file_bytes(int fd);

}  // namespace naadam::sheet
