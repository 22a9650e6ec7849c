#include "key_dir.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>
#include <system_error>

namespace naadam::seal {

namespace fs = std::filesystem;
using core::ErrorKind;

core::Status check_key_dir(const fs::path& dir, KeyMode mode) {
  std::error_code failed;
  if (mode == KeyMode::kCreate && !fs::exists(dir, failed)) {
    if (dir.has_parent_path()) fs::create_directories(dir.parent_path(), failed);
    if (!failed && ::mkdir(dir.c_str(), 0700) != 0 && errno != EEXIST) failed = {errno, std::generic_category()};
    if (failed) {
      return core::fail(ErrorKind::kUnavailable,
                        fmt::format("无法建立密钥目录：{}（{}）", dir.string(), failed.message()),
                        fmt::format("mkdir {}: {}", dir.string(), failed.message()));
    }
  }
  struct stat info{};
  if (::stat(dir.c_str(), &info) != 0 || !S_ISDIR(info.st_mode)) {
    return core::fail(ErrorKind::kNotFound, fmt::format("没有密钥目录：{}。请先执行 naadam up", dir.string()),
                      "no key directory " + dir.string());
  }
  if ((info.st_mode & 022) != 0) {
    return core::fail(ErrorKind::kRefused,
                      fmt::format("密钥目录可被其他用户改写：{0}。请执行：chmod 700 {0}", dir.string()),
                      fmt::format("key directory {} has mode {:o}", dir.string(), info.st_mode & 07777));
  }
  return {};
}

}  // namespace naadam::seal
