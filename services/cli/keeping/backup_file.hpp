// One installation in one file, and whether such a file is whole.
//
//   store/N.rdb    Redis, primary by primary (keeping/snapshot.hpp)
//   blobs/...      sealed uploads; copied after Redis, so whatever a record names is there
//   history/...    the log of decisions; copied after Redis, so nothing between is missing, and the checkpoints before
//                  the entries, so none covers more than is there
//   portal/tokens.json  who may use the page: hashes of tokens; where there is one
//   manifest.json  what is in it (keeping/manifest.hpp)
//
// Keys are not in it: they belong on another backup, and with the edition's key destroyed the backup tells nothing.
// Thread: one. Personal data: sealed only.
#pragma once

#include <filesystem>

#include "cli/keeping/manifest.hpp"
#include "cli/up/home.hpp"

namespace naadam::cli {

inline constexpr const char* kStorePrefix = "store/";

// Writes `file` while everything runs. `about` has what the caller knows (edition, counts, keys); its members are
// filled in. Errors as ArchiveWriter's and fetch_snapshots()'; nothing is left behind then.
core::Result<Manifest> write_backup(const std::filesystem::path& file, const Settings& settings, const Home& home,
                                    const std::vector<std::string>& primaries, Manifest about);

// Reads the whole file and compares every member with the manifest. kCorrupt names what differs.
core::Result<Manifest> check_backup(const std::filesystem::path& file);

// The signed notes of its history (history/checkpoint.hpp), as in the file; empty where it has none. kCorrupt.
core::Result<std::string> checkpoints_of(const std::filesystem::path& file);

// Unpacks a file that check_backup() passed: below `dir`, the store's snapshots below `dir`/store. Everything
// 0600/0700.
core::Status unpack_backup(const std::filesystem::path& file, const std::filesystem::path& dir);

}  // namespace naadam::cli
