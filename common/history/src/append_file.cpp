#include "append_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace naadam::history {
namespace {

namespace fs = std::filesystem;

tl::unexpected<core::Error> os_error(const char* doing, const fs::path& file) {
  const int code = errno;
  const bool full = code == ENOSPC || code == EDQUOT || code == EFBIG;
  return core::fail(full ? core::ErrorKind::kFull : core::ErrorKind::kUnavailable,
                    fmt::format("无法写入历史记录：{}（{}）", file.string(), std::strerror(code)),
                    fmt::format("{} {}: {}", doing, file.string(), std::strerror(code)));
}

}  // namespace

AppendFile::AppendFile(fs::path file, int fd, std::uint64_t size) : file_(std::move(file)), fd_(fd), size_(size) {}

AppendFile::~AppendFile() { ::close(fd_); }

core::Result<std::unique_ptr<AppendFile>> AppendFile::open(const fs::path& file, std::uint64_t bytes) {
  const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) return os_error("open", file);
  std::unique_ptr<AppendFile> opened(new AppendFile(file, fd, bytes));
  if (::ftruncate(fd, static_cast<off_t>(bytes)) != 0 || ::lseek(fd, 0, SEEK_END) < 0 || ::fsync(fd) != 0) {
    return os_error("truncate", file);
  }
  if (auto synced = sync_dir(file.parent_path()); !synced) return tl::unexpected(synced.error());
  return opened;
}

core::Status AppendFile::append(std::string_view bytes) {
  const std::uint64_t before = size_;
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd_, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) {
      auto error = os_error("write", file_);
      if (::ftruncate(fd_, static_cast<off_t>(before)) != 0 || ::lseek(fd_, 0, SEEK_END) < 0) {
        return os_error("truncate", file_);
      }
      size_ = before;
      return error;
    }
    bytes.remove_prefix(static_cast<std::size_t>(n));
    size_ += static_cast<std::uint64_t>(n);
  }
  return {};
}

core::Status AppendFile::sync() {
  if (::fdatasync(fd_) != 0) return os_error("fdatasync", file_);
  return {};
}

core::Status replace_file(const fs::path& file, std::string_view bytes) {
  const fs::path next = file.string() + ".next";
  {
    const auto draft = AppendFile::open(next, 0);
    if (!draft) return tl::unexpected(draft.error());
    if (auto written = (*draft)->append(bytes); !written) return written;
    if (auto synced = (*draft)->sync(); !synced) return synced;
  }
  if (::rename(next.c_str(), file.c_str()) != 0) return os_error("rename", file);
  return sync_dir(file.parent_path());
}

core::Status sync_dir(const fs::path& dir) {
  const int fd = ::open(dir.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = fd >= 0 && ::fsync(fd) == 0;
  const int code = errno;
  if (fd >= 0) ::close(fd);
  errno = code;
  if (!synced) return os_error("fsync", dir);
  return {};
}

}  // namespace naadam::history
