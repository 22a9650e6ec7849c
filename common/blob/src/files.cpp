#include "files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace naadam::blob {

using core::ErrorKind;
using std::filesystem::path;

File::File(File&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
File& File::operator=(File&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}
File::~File() {
  if (fd_ >= 0) ::close(fd_);
}

tl::unexpected<core::Error> file_error(const char* doing, const path& file) {
  const int code = errno;
  const std::string cause = fmt::format("{} {}: {}", doing, file.string(), std::strerror(code));
  if (code == ENOSPC || code == EDQUOT || code == EFBIG) {
    return core::fail(ErrorKind::kFull, "磁盘空间不足，文件没有保存，请清理磁盘后重新上传", cause);
  }
  return core::fail(ErrorKind::kUnavailable, fmt::format("无法读写文件目录（{}），请联系管理员", std::strerror(code)),
                    cause);
}

core::Status write_all(int fd, std::string_view bytes, const path& shown) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return file_error("write", shown);
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return {};
}

core::Status write_synced(const path& file, std::string_view bytes) {
  const File fd(::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!fd.open()) return file_error("create", file);
  if (auto done = write_all(fd.get(), bytes, file); !done) return done;
  if (::fsync(fd.get()) != 0) return file_error("fsync", file);
  return {};
}

core::Result<std::string> read_whole(const path& file, std::size_t bytes_max) {
  const File fd(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd.open() && errno == ENOENT) {
    return core::fail(ErrorKind::kNotFound, "没有这个文件", fmt::format("no file {}", file.string()));
  }
  struct stat info{};
  if (!fd.open() || ::fstat(fd.get(), &info) != 0) return file_error("open", file);
  if (static_cast<std::uint64_t>(info.st_size) > bytes_max) {
    return core::fail(ErrorKind::kCorrupt, "保存的文件已损坏",
                      fmt::format("{} is larger than it can be", file.string()));
  }
  std::string bytes(static_cast<std::size_t>(info.st_size), '\0');
  std::size_t have = 0;
  while (have < bytes.size()) {
    const ssize_t n = ::read(fd.get(), bytes.data() + have, bytes.size() - have);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return file_error("read", file);
    if (n == 0) break;
    have += static_cast<std::size_t>(n);
  }
  bytes.resize(have);
  return bytes;
}

core::Status sync_dir(const path& dir) {
  const File fd(::open(dir.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd.open() || ::fsync(fd.get()) != 0) return file_error("fsync", dir);
  return {};
}

core::Status make_dir(const path& dir) {
  if (::mkdir(dir.c_str(), 0700) != 0) {
    if (errno == EEXIST) return {};
    return file_error("mkdir", dir);
  }
  return sync_dir(dir.has_parent_path() ? dir.parent_path() : path("."));
}

}  // namespace naadam::blob
