#include "key_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "core/id.hpp"
#include "guarded.hpp"

namespace naadam::seal {
namespace {

using core::ErrorKind;
using std::filesystem::path;

constexpr std::size_t kCheckBytes = 8;
constexpr std::size_t kKeyLineMax = 256;
constexpr std::string_view kHead = "naadam-key 1 ";

class Fd {
 public:
  explicit Fd(int fd) : fd_(fd) {}
  ~Fd() {
    if (fd_ >= 0) ::close(fd_);
  }
  Fd(const Fd&) = delete;
  Fd& operator=(const Fd&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

tl::unexpected<core::Error> os_error(const char* doing, const path& file, const char* text) {
  const int code = errno;
  return core::fail(ErrorKind::kUnavailable, fmt::format("{}：{}（{}）", text, file.string(), std::strerror(code)),
                    fmt::format("{} {}: {}", doing, file.string(), std::strerror(code)));
}

core::Error damaged(const path& file) {
  return {ErrorKind::kCorrupt, fmt::format("密钥文件已损坏：{}。请用备份恢复该文件", file.string()),
          fmt::format("key file {} does not match its check", file.string())};
}

std::string check_of(std::string_view line) {
  std::array<unsigned char, kCheckBytes> check;
  std::array<unsigned char, crypto_generichash_BYTES> hash;
  crypto_generichash(hash.data(), hash.size(), bytes_of(line), line.size(), nullptr, 0);
  std::copy_n(hash.begin(), check.size(), check.begin());
  return core::to_hex({reinterpret_cast<const char*>(check.data()), check.size()});
}

std::string line_of(const std::string& name, const RawKey& key) {
  std::string line = fmt::format("{}{} ", kHead, name);
  line += core::to_hex({reinterpret_cast<const char*>(key.bytes.data()), key.bytes.size()});
  return line + " " + check_of(line) + "\n";
}

void wipe(std::string& secret) { sodium_memzero(secret.data(), secret.size()); }

core::Status write_all(int fd, std::string_view text, const path& file) {
  while (!text.empty()) {
    const ssize_t n = ::write(fd, text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return os_error("write", file, "无法写入密钥文件");
    text.remove_prefix(static_cast<std::size_t>(n));
  }
  if (::fsync(fd) != 0) return os_error("fsync", file, "无法写入密钥文件");
  return {};
}

}  // namespace

RawKey::~RawKey() { sodium_memzero(bytes.data(), bytes.size()); }

core::Status sync_dir(const path& dir) {
  const Fd fd(::open(dir.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (fd.get() < 0 || ::fsync(fd.get()) != 0) return os_error("fsync", dir, "无法同步密钥目录");
  return {};
}

core::Status write_new_file(const path& file, std::string_view text) {
  const Fd fd(::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (fd.get() < 0) {
    if (errno == EEXIST) return core::fail(ErrorKind::kRefused, "文件已存在：" + file.string(), "file exists");
    return os_error("create", file, "无法在密钥目录中写入，请检查目录权限和磁盘空间");
  }
  return write_all(fd.get(), text, file);
}

core::Result<RawKey> read_key_file(const path& file, const std::string& name) {
  const Fd fd(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (fd.get() < 0 && errno == ENOENT) {
    return core::fail(ErrorKind::kNotFound, "没有密钥文件：" + file.string(), "no key file " + file.string());
  }
  struct stat info{};
  if (fd.get() < 0 || ::fstat(fd.get(), &info) != 0) return os_error("open", file, "无法读取密钥文件");
  if ((info.st_mode & 077) != 0) {
    return core::fail(ErrorKind::kRefused,
                      fmt::format("密钥文件可被其他用户读取：{0}。请执行：chmod 600 {0}", file.string()),
                      fmt::format("key file {} has mode {:o}", file.string(), info.st_mode & 07777));
  }
  std::string line(kKeyLineMax, '\0');
  const ssize_t got = ::read(fd.get(), line.data(), line.size());
  if (got < 0) return os_error("read", file, "无法读取密钥文件");
  line.resize(static_cast<std::size_t>(got));

  RawKey key;
  const std::size_t hex_at = kHead.size() + name.size() + 1;
  std::size_t decoded = 0;
  const bool whole = line.size() > hex_at + 2 * kKeyBytes &&
                     sodium_hex2bin(key.bytes.data(), kKeyBytes, line.data() + hex_at, 2 * kKeyBytes, nullptr, &decoded,
                                    nullptr) == 0 &&
                     decoded == kKeyBytes;
  std::string expected = whole ? line_of(name, key) : std::string();
  const bool same = whole && expected == line;
  wipe(expected);
  wipe(line);
  if (!same) return tl::unexpected(damaged(file));
  return key;
}

core::Result<RawKey> make_key_file(const path& file, const std::string& name) {
  need_sodium();
  RawKey key;
  randombytes_buf(key.bytes.data(), key.bytes.size());
  std::string line = line_of(name, key);
  path draft = file;
  draft += fmt::format(".new-{}-{:x}", ::getpid(), randombytes_random());
  const auto written = write_new_file(draft, line);
  wipe(line);
  if (!written) {
    ::unlink(draft.c_str());
    return tl::unexpected(written.error());
  }
  // link() and not rename(): it never replaces a key that another process has just made.
  const int linked = ::link(draft.c_str(), file.c_str());
  const int code = errno;
  ::unlink(draft.c_str());
  if (linked != 0 && code == EEXIST) return read_key_file(file, name);
  if (linked != 0) {
    errno = code;
    return os_error("link", file, "无法写入密钥文件");
  }
  if (auto synced = sync_dir(file.parent_path()); !synced) return tl::unexpected(synced.error());
  return key;
}

core::Status shred_file(const path& file) {
  {
    const Fd fd(::open(file.c_str(), O_WRONLY | O_CLOEXEC));
    if (fd.get() < 0) return os_error("open", file, "无法销毁密钥文件");
    if (auto done = write_all(fd.get(), std::string(kKeyLineMax, '\0'), file); !done) return done;
  }
  if (::unlink(file.c_str()) != 0) return os_error("unlink", file, "无法销毁密钥文件");
  return sync_dir(file.parent_path());
}

}  // namespace naadam::seal
