// How the append-only file of a Redis of ours ended, and the epoch where that is not known.
//
// What a log has lost is decided anew after the next start, and must not get the revs of what was lost: others may
// still know those (a push under way, the history, a gateway). Whether something was lost does not show in the log: cut
// between two commands it is whole, only shorter. So nothing counts as lost only where Redis was stopped in order and
// its files are as long as they were then. In every other case the epoch of the cluster rises before Redis starts, in
// nodes.conf, which is no part of the log: no client ever meets the shorter log under the old epoch.
//
//   DIR/ended   one line a file of DIR/appendonlydir: "<bytes> <name>\n". There only while no Redis runs.
//
// Thread: one, which holds the directory's lock.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "core/result.hpp"

namespace naadam::runtime {

// Bytes by file name.
using LogSizes = std::map<std::string, std::uint64_t>;
LogSizes log_sizes(const std::filesystem::path& dir);

// After Redis has ended in order. Errors: kUnavailable; then the next start takes the end for unknown.
core::Status note_end(const std::filesystem::path& dir);

// Before each start: takes the note away, on disk, and raises the epoch where it did not hold. True: nothing was lost.
// A directory without a log, and one whose nodes.conf is gone (its epoch begins anew), is left as it is: true.
// Errors: kUnavailable (the note or nodes.conf cannot be written); then Redis must not start.
core::Result<bool> settle_end(const std::filesystem::path& dir);

// How much Redis cut off the end of its log because it was no whole command, by what it `said` while it loaded files of
// these sizes.
std::uint64_t bytes_cut(std::string_view said, const LogSizes& before);

}  // namespace naadam::runtime
