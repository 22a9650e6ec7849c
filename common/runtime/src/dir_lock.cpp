#include "runtime/dir_lock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

#include "descriptor.hpp"

namespace naadam::runtime {
namespace {

using core::ErrorKind;

tl::unexpected<core::Error> cannot_write(const std::filesystem::path& dir, const std::string& reason) {
  return core::fail(ErrorKind::kUnavailable,
                    fmt::format("无法写入目录：{}（{}），请检查权限和磁盘空间", dir.string(), reason),
                    fmt::format("lock in {}: {}", dir.string(), reason));
}

}  // namespace

core::Result<DirLock> DirLock::take(const std::filesystem::path& dir, std::string_view program) {
  std::error_code failed;
  if (!std::filesystem::exists(dir, failed)) {
    std::filesystem::create_directories(dir, failed);
    if (!failed) std::filesystem::permissions(dir, std::filesystem::perms::owner_all, failed);
  }
  if (failed) return cannot_write(dir, failed.message());
  Descriptor fd(::open((dir / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (!fd.open()) return cannot_write(dir, std::strerror(errno));
  if (::flock(fd.get(), LOCK_EX | LOCK_NB) != 0) {
    std::array<char, 128> holder{};
    const ssize_t n = ::pread(fd.get(), holder.data(), holder.size(), 0);
    std::string who(holder.data(), n > 0 ? static_cast<std::size_t>(n) : 0);
    while (!who.empty() && who.back() == '\n') who.pop_back();
    return core::fail(ErrorKind::kRefused, fmt::format("目录 {} 正被 {} 使用，请先停止它", dir.string(), who),
                      fmt::format("{} is locked by {}", dir.string(), who));
  }
  const std::string mine = fmt::format("{} pid {}\n", program, ::getpid());
  if (::ftruncate(fd.get(), 0) != 0 || ::pwrite(fd.get(), mine.data(), mine.size(), 0) < 0) {
    return cannot_write(dir, std::strerror(errno));
  }
  return DirLock(fd.release());
}

DirLock::DirLock(DirLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
DirLock& DirLock::operator=(DirLock&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}
DirLock::~DirLock() {
  if (fd_ >= 0) ::close(fd_);
}

}  // namespace naadam::runtime
