#include "runtime/private_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "descriptor.hpp"

namespace naadam::runtime {
namespace {

bool write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

tl::unexpected<core::Error> cannot_write(const std::filesystem::path& file) {
  const char* reason = std::strerror(errno);
  return core::fail(core::ErrorKind::kUnavailable,
                    fmt::format("写不了 {}（{}），请检查目录权限和磁盘空间", file.string(), reason),
                    fmt::format("write {}: {}", file.string(), reason));
}

}  // namespace

core::Status replace_private(const std::filesystem::path& file, std::string_view bytes) {
  const std::string next = file.string() + ".next";
  // Never a draft of somebody else's, nor one that a crash left open to others.
  ::unlink(next.c_str());
  const Descriptor fd(::open(next.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
  const bool written = fd.open() && write_all(fd.get(), bytes) && ::fsync(fd.get()) == 0;
  if (!written || ::rename(next.c_str(), file.c_str()) != 0) return cannot_write(file);
  return sync_dir(file.has_parent_path() ? file.parent_path() : ".");
}

core::Status sync_dir(const std::filesystem::path& dir) {
  const Descriptor fd(::open(dir.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd.open() || ::fsync(fd.get()) != 0) return cannot_write(dir);
  return {};
}

}  // namespace naadam::runtime
