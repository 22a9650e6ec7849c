// A lock on a directory that one process owns, naming the holder when it is taken.
//
// The file `<dir>/lock` is held with flock(2), which the kernel drops when the process ends, however it ends; the pid
// inside is for people. The file is never removed: removing it would let two hold it.
#pragma once

#include <filesystem>
#include <string_view>

#include "core/result.hpp"

namespace naadam::runtime {

class DirLock {
 public:
  // Makes `dir` (0700) if missing. kRefused: taken; the text names directory, program and pid of the holder.
  // kUnavailable: cannot be written.
  static core::Result<DirLock> take(const std::filesystem::path& dir, std::string_view program);

  DirLock(DirLock&& other) noexcept;
  DirLock& operator=(DirLock&& other) noexcept;
  ~DirLock();

 private:
  explicit DirLock(int fd) : fd_(fd) {}
  int fd_ = -1;
};

}  // namespace naadam::runtime
