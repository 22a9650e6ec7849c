// Words about the files of a command.
#pragma once

#include "cli/text.hpp"

namespace naadam::cli::texts::files {

inline constexpr Text kCannotRead{"读不了文件 {}", "can't read {}"};
inline constexpr Text kCannotWrite{"写不了文件 {}", "can't write {}"};

}  // namespace naadam::cli::texts::files
