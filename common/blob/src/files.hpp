// The few file operations of the blob directory, with their errors in words. An error names the path; paths hold
// hashes only.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "core/result.hpp"

namespace naadam::blob {

// Closes itself, and so gives back its lock.
class File {
 public:
  explicit File(int fd = -1) : fd_(fd) {}
  File(File&& other) noexcept;
  File& operator=(File&& other) noexcept;
  ~File();
  int get() const { return fd_; }
  bool open() const { return fd_ >= 0; }

 private:
  int fd_;
};

// From errno. kFull when there is no room (disk, quota, size limit of the process), else kUnavailable.
tl::unexpected<core::Error> file_error(const char* doing, const std::filesystem::path& path);

// A new file (0600) holding `bytes`, synced.
core::Status write_synced(const std::filesystem::path& file, std::string_view bytes);

// kNotFound when there is none; kCorrupt when larger than `bytes_max`.
core::Result<std::string> read_whole(const std::filesystem::path& file, std::size_t bytes_max);

core::Status sync_dir(const std::filesystem::path& dir);

// Makes `dir` (0700) below an existing parent and syncs the parent; fine if it is there.
core::Status make_dir(const std::filesystem::path& dir);

core::Status write_all(int fd, std::string_view bytes, const std::filesystem::path& shown);

}  // namespace naadam::blob
