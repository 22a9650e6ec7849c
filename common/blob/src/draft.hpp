// A directory in writing/ for what is on its way in. Its maker holds flock(2) on it; one without a holder is garbage,
// which BlobStore::sweep() removes.
//
// Thread: any.
#pragma once

#include <filesystem>
#include <string>

#include "core/result.hpp"
#include "files.hpp"

namespace naadam::blob {

inline constexpr const char* kWriting = "writing";

struct Draft {
  std::filesystem::path dir;
  File lock;
};

// Fresh, empty and locked by us, below the store's root. Errors: file_error()'s.
core::Result<Draft> make_draft(const std::filesystem::path& root);

// 32 hex digits that nobody has used.
std::string random_name();

}  // namespace naadam::blob
