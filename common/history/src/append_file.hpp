// A file that only grows: appended whole or not at all, synced when told.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>

#include "core/result.hpp"

namespace naadam::history {

class AppendFile {
 public:
  // Opens `file` (made 0600 where there is none, and its directory synced) and cuts it off behind `bytes`.
  static core::Result<std::unique_ptr<AppendFile>> open(const std::filesystem::path& file, std::uint64_t bytes);
  ~AppendFile();
  AppendFile(const AppendFile&) = delete;
  AppendFile& operator=(const AppendFile&) = delete;

  // On an error the file is as it was before. kFull, kUnavailable.
  core::Status append(std::string_view bytes);
  core::Status sync();
  std::uint64_t size() const { return size_; }

 private:
  AppendFile(std::filesystem::path file, int fd, std::uint64_t size);
  std::filesystem::path file_;
  int fd_;
  std::uint64_t size_;
};

// Writes `file` whole, mode 0600, synced, in one step.
core::Status replace_file(const std::filesystem::path& file, std::string_view bytes);
core::Status sync_dir(const std::filesystem::path& dir);

}  // namespace naadam::history
