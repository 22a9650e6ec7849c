#include "runtime/common_options.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "descriptor.hpp"

namespace naadam::runtime {

void declare(Options& options, CommonOptions* fields) {
  using core::limits::kShardsMax;
  options.path("data.dir", &fields->data_dir, "directory of all that the installation keeps");
  options.path("data.keys_dir", &fields->keys_dir, "directory of the keys; empty: data.dir/keys; back it up apart");
  options.path("data.blob_dir", &fields->blob_dir, "directory of sealed uploads; empty: data.dir/blobs");

  options.text("store.address", &fields->store_address, 255, "Redis, as host:port or the path of a unix socket");
  options.path("store.password_file", &fields->store_password_file, "file (mode 0600) with the password; empty: none");
  options.integer("store.shards", &fields->store_shards, {1, kShardsMax},
                  "shards of a new data set, fixed for ever; more spread over more nodes but thin every batch");
  options.integer("store.epoch", &fields->store_epoch, {1, 4'000'000'000},
                  "lowest epoch; raise it by one after a restore");

  options.path("link.endpoints_dir", &fields->endpoints_dir, "directory of local sockets; empty: data.dir/run");
  options.real("link.drop_push_percent", &fields->drop_push_percent, {0, 100},
               "pushes dropped on purpose, so that the path without them is always exercised; 100: no pushes");

  options.integer("http.port", &fields->http_port, {0, 65'535}, "loopback port of health and metrics; 0: any free one");
  options.choice("log.level", &fields->log_level, {"trace", "debug", "info", "warn", "error"},
                 "lowest level written; debug costs about a line a batch");
  options.path("log.file", &fields->log_file, "file of the log; empty: standard error");
  options.choice("lang", &fields->lang, {"zh-CN", "en"}, "language of texts for people");
}

core::Result<std::string> CommonOptions::store_password() const {
  if (store_password_file.empty()) return std::string();
  const std::string file = store_password_file.string();
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
