#include "runtime/secret_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "descriptor.hpp"

namespace naadam::runtime {

core::Result<std::string> read_secret(const std::filesystem::path& path) {
  const std::string file = path.string();
  const Descriptor fd(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat info{};
  std::array<char, 513> line{};
  ssize_t got = -1;
  if (fd.open() && ::fstat(fd.get(), &info) == 0) got = ::read(fd.get(), line.data(), line.size());
  if (got < 0) {
    const char* reason = std::strerror(errno);
    return core::fail(core::ErrorKind::kUnavailable, fmt::format("无法读取密码文件：{}（{}）", file, reason),
                      fmt::format("read {}: {}", file, reason));
  }
  if ((info.st_mode & 077) != 0) {
    return core::fail(core::ErrorKind::kRefused,
                      fmt::format("密码文件可被其他用户读取：{0}。请执行：chmod 600 {0}", file),
                      fmt::format("password file {} has mode {:o}", file, info.st_mode & 07777));
  }
  const std::string_view text(line.data(), static_cast<std::size_t>(got));
  std::string password(text.substr(0, text.find_first_of("\r\n")));
  if (password.empty() || password.size() > 512) {
    return core::fail(core::ErrorKind::kInvalid, fmt::format("密码文件的第一行应为 1 至 512 字节：{}", file),
                      "password file: first line must hold 1..512 bytes");
  }
  return password;
}

}  // namespace naadam::runtime
