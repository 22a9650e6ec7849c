#include "support/small_disk.hpp"

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <string>

#include "support/redis.hpp"

namespace naadam::support {
namespace {

constexpr const char* kBallast = "ballast";

}  // namespace

SmallDisk::SmallDisk(std::filesystem::path dir, std::size_t mb) : dir_(std::move(dir)) {
  const std::string size = "mode=0700,size=" + std::to_string(mb) + "m";
  if (::mount("tmpfs", dir_.c_str(), "tmpfs", MS_NOSUID | MS_NODEV, size.c_str()) != 0) {
    throw std::runtime_error("mount tmpfs: " + std::string(std::strerror(errno)));
  }
}

SmallDisk::~SmallDisk() { ::umount2(dir_.c_str(), MNT_DETACH); }

bool SmallDisk::permitted() {
  const TempDir probe;
  try {
    const SmallDisk disk(probe.path(), 1);
    return true;
  } catch (const std::runtime_error&) {
    return false;
  }
}

// In steps: while one is made, others write too.
void SmallDisk::fill_but(std::uint64_t bytes) {
  const int fd = ::open((dir_ / kBallast).c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0) throw std::runtime_error("the small disk cannot be filled");
  std::uint64_t filled = 0;
  for (std::uint64_t left = free(); left > bytes; left = free()) {
    if (::posix_fallocate(fd, static_cast<off_t>(filled), static_cast<off_t>(left - bytes)) == 0)
      filled += left - bytes;
  }
  ::close(fd);
}

std::uint64_t SmallDisk::free() const {
  struct statvfs space{};
  return ::statvfs(dir_.c_str(), &space) == 0 ? std::uint64_t{space.f_bavail} * space.f_frsize : 0;
}

void SmallDisk::make_room() { std::filesystem::remove(dir_ / kBallast); }

}  // namespace naadam::support
