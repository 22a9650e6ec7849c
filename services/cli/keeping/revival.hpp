// From a backup's Redis snapshots to a Redis that runs: a cluster of one, whatever it was before.
//
// The first snapshot becomes the base of the append-only file; what further primaries held is moved over by Redis'
// own MIGRATE. Thread: one.
#pragma once

#include <filesystem>
#include <vector>

#include "core/result.hpp"
#include "runtime/redis_child.hpp"

namespace naadam::cli {

// `options.dir` must be empty or missing; `snapshots` are read, not changed. Errors: kCorrupt (Redis does not load a
// snapshot), and RedisChild::start()'s.
core::Result<runtime::RedisChild> revive(const runtime::RedisOptions& options,
                                         const std::vector<std::filesystem::path>& snapshots);

}  // namespace naadam::cli
