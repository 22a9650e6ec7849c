// What Redis holds, as it is at one moment of each primary: an RDB file a primary, fetched by redis-cli as a replica
// would. The services go on meanwhile; the primary forks once.
//
// With several primaries the moments differ by seconds. That is borne by the mechanism: a restore raises the epoch, and
// after that both sides of every apply are told again. Thread: one. Personal data: sealed bodies only.
#pragma once

#include <filesystem>
#include <vector>

#include "core/result.hpp"
#include "runtime/common_options.hpp"

namespace naadam::cli {

// Writes dir/0.rdb, dir/1.rdb ... (mode 0600) from the primaries at `addresses`, each "host:port" or a socket's path.
// Errors: kNotFound (no redis-cli), kUnavailable (a primary refused, or the disk is full).
core::Result<std::vector<std::filesystem::path>> fetch_snapshots(const runtime::CommonOptions& options,
                                                                 const std::vector<std::string>& addresses,
                                                                 const std::filesystem::path& dir);

}  // namespace naadam::cli
