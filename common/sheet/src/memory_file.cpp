#include "sheet/memory_file.hpp"

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace naadam::sheet {
namespace {

auto failed(const char* call) {
  return core::fail(core::ErrorKind::kUnavailable, "内存或文件暂时不可用，请稍后重试。",
                    std::string(call) + ": " + std::generic_category().message(errno));
}

}  // namespace

core::Result<int> memory_file(const char* label, std::string_view bytes) {
  const int fd = ::memfd_create(label, MFD_CLOEXEC);
  if (fd < 0) return failed("memfd_create");
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) {
      auto error = failed("write to memory file");
      ::close(fd);
      return error;
    }
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return fd;
}

core::Result<std::string> file_bytes(int fd) {
  struct stat info{};
  if (::fstat(fd, &info) != 0) return failed("fstat");
  std::string bytes(static_cast<std::size_t>(info.st_size), '\0');
  std::size_t at = 0;
  while (at < bytes.size()) {
    const ssize_t n = ::pread(fd, bytes.data() + at, bytes.size() - at, static_cast<off_t>(at));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return failed("pread");
    if (n == 0) break;
    at += static_cast<std::size_t>(n);
  }
  bytes.resize(at);
  return bytes;
}

}  // namespace naadam::sheet
