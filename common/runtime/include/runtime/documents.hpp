// Documents 文书: texts that a record names by their hash, so that none can be changed and all stay readable. No
// personal data: they lie in the store as they are. Synced before they are named.
//
// Thread: the store's.
#pragma once

#include <string>
#include <string_view>

#include "core/result.hpp"
#include "store/store.hpp"

namespace naadam::runtime {

inline constexpr std::size_t kDocumentBytesMax = 8u << 20;

// Keeps `text` and gives its name, its SHA-256 (32 bytes). Errors: kInvalid (longer than kDocumentBytesMax), the
// store's.
core::Result<std::string> keep_document(store::Store& store, std::string_view text);

// Errors: kCorrupt (it is not there, or not what was kept under this name), the store's.
core::Result<std::string> read_document(store::Store& store, std::string_view name);

}  // namespace naadam::runtime
