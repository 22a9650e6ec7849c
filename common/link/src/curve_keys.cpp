#include "link/curve_keys.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zmq.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <iterator>
#include <system_error>
#include <tuple>

namespace naadam::link {
namespace {

namespace fs = std::filesystem;

constexpr mode_t kSecretMode = 0600;
constexpr mode_t kPublicMode = 0644;

core::Error unavailable(const fs::path& file, int code) {
  return {core::ErrorKind::kUnavailable, "无法读写密钥文件：" + file.string(),
          "key file " + file.string() + ": " + std::generic_category().message(code)};
}

// Its first line, which must be a key.
core::Result<std::string> read_line(const fs::path& file, mode_t forbidden) {
  const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (fd < 0) return tl::unexpected(unavailable(file, errno));
  struct stat info{};
  std::array<char, kKeyChars + 2> bytes{};
  const bool looked = ::fstat(fd, &info) == 0;
  const ssize_t got = looked && S_ISREG(info.st_mode) ? ::read(fd, bytes.data(), bytes.size()) : -1;
  const int code = errno;
  ::close(fd);
  if (got < 0) return tl::unexpected(unavailable(file, code));
  if ((info.st_mode & forbidden) != 0) {
    return core::fail(core::ErrorKind::kRefused, "密钥文件的权限过宽，请执行：chmod go-rwx " + file.string(),
                      "key file " + file.string() + " is open to others");
  }
  const std::string_view text(bytes.data(), static_cast<std::size_t>(got));
  const std::string_view line = text.substr(0, text.find('\n'));
  if (!is_key(line)) {
    return core::fail(core::ErrorKind::kInvalid, "文件里没有密钥：" + file.string(), "no key in " + file.string());
  }
  return std::string(line);
}

// Whole or not at all, synced, and never over another: EEXIST when the file is there.
core::Status write_new(const fs::path& file, std::string_view key, mode_t mode) {
  const std::string fresh = file.string() + "." + std::to_string(::getpid()) + ".new";
  const int fd = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  if (fd < 0) return tl::unexpected(unavailable(file, errno));
  const std::string line = std::string(key) + "\n";
  int code = ::write(fd, line.data(), line.size()) == static_cast<ssize_t>(line.size()) ? 0 : EIO;
  if (code == 0 && (::fchmod(fd, mode) != 0 || ::fsync(fd) != 0)) code = errno;
  ::close(fd);
  if (code == 0 && ::link(fresh.c_str(), file.c_str()) != 0) code = errno;
  ::unlink(fresh.c_str());
  if (code != 0) return tl::unexpected(unavailable(file, code));
  return {};
}

core::Status make_directories(const fs::path& dir, mode_t mode) {
  std::error_code error;
  fs::create_directories(dir, error);
  if (!error && ::chmod(dir.c_str(), mode) != 0) error.assign(errno, std::generic_category());
  if (error) return tl::unexpected(unavailable(dir, error.value()));
  return {};
}

core::Status check_names(std::string_view role, std::string_view name) {
  if (is_role(role) && is_role(name)) return {};
  return core::fail(core::ErrorKind::kInvalid,
                    "角色和名称须以小写字母开头，由小写字母、数字、- 或 _ 组成，最多 32 个字符",
                    "role or name of a key pair is not one");
}

struct Files {
  fs::path secret;
  fs::path allowed;
  fs::path revoked;
};

Files files_of(const fs::path& dir, std::string_view role, std::string_view name) {
  const std::string stem(name);
  return {dir / "secret" / role / (stem + ".key"), dir / "allowed" / role / (stem + ".pub"),
          dir / "revoked" / role / (stem + ".pub")};
}

tl::unexpected<core::Error> not_there() {
  return core::fail(core::ErrorKind::kNotFound, "没有这对密钥", "no such public key");
}

// "main-2" as "main" and 2; without a number it is the first.
std::pair<std::string, unsigned> numbered(std::string_view name) {
  constexpr std::size_t kDigitsMax = 4;
  const auto dash = name.rfind('-');
  const std::string_view digits = dash == std::string_view::npos ? "" : name.substr(dash + 1);
  const bool number = !digits.empty() && digits.size() <= kDigitsMax && digits.front() != '0' &&
                      digits.find_first_not_of("0123456789") == std::string_view::npos;
  if (!number) return {std::string(name), 1};
  return {std::string(name.substr(0, dash)), static_cast<unsigned>(std::stoul(std::string(digits)))};
}

}  // namespace

bool is_key(std::string_view text) {
  std::array<std::uint8_t, 32> raw{};
  // ZeroMQ decodes whatever it is given; only what encodes to the same text is a key.
  constexpr std::string_view kZ85 =
      "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";
  if (text.size() != kKeyChars || text.find_first_not_of(kZ85) != std::string_view::npos) return false;
  return zmq_z85_decode(raw.data(), std::string(text).c_str()) != nullptr;
}

bool is_role(std::string_view text) {
  return !text.empty() && text.size() <= kRoleBytes && text.front() >= 'a' && text.front() <= 'z' &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-_") == std::string_view::npos;
}

KeyPair make_key_pair() {
  std::array<char, kKeyChars + 1> open{};
  std::array<char, kKeyChars + 1> secret{};
  zmq_curve_keypair(open.data(), secret.data());
  return {open.data(), secret.data()};
}

core::Result<KeyPair> read_key_pair(const fs::path& secret_file) {
  auto secret = read_line(secret_file, S_IRWXG | S_IRWXO);
  if (!secret) return tl::unexpected(secret.error());
  std::array<char, kKeyChars + 1> open{};
  if (zmq_curve_public(open.data(), secret->c_str()) != 0) {
    return core::fail(core::ErrorKind::kInvalid, "文件里没有密钥：" + secret_file.string(), "no secret key in file");
  }
  return KeyPair{open.data(), std::move(*secret)};
}

core::Result<std::string> read_public_key(const fs::path& public_file) {
  return read_line(public_file, S_IWGRP | S_IWOTH);
}

core::Result<KeyMade> make_key_files(const fs::path& dir, std::string_view role, std::string_view name) {
  if (auto ok = check_names(role, name); !ok) return tl::unexpected(ok.error());
  const Files files = files_of(dir, role, name);
  if (fs::exists(files.revoked)) {
    return core::fail(core::ErrorKind::kRefused, "这对密钥已经吊销，请换一个名称", "this key pair is revoked");
  }
  for (const auto& [path, mode] : {std::pair<fs::path, mode_t>{dir, 0755},
                                   {dir / "secret", 0700},
                                   {files.secret.parent_path(), 0700},
                                   {dir / "allowed", 0755},
                                   {files.allowed.parent_path(), 0755}}) {
    if (auto ok = make_directories(path, mode); !ok) return tl::unexpected(ok.error());
  }
  KeyMade made = KeyMade::kThere;
  if (!fs::exists(files.secret)) {
    if (auto ok = write_new(files.secret, make_key_pair().secret_key, kSecretMode); !ok) {
      return tl::unexpected(ok.error());
    }
    made = KeyMade::kNew;
  }
  const auto pair = read_key_pair(files.secret);
  if (!pair) return tl::unexpected(pair.error());
  if (!fs::exists(files.allowed)) {
    if (auto ok = write_new(files.allowed, pair->public_key, kPublicMode); !ok) return tl::unexpected(ok.error());
  }
  return made;
}

core::Result<Successor> make_successor(const fs::path& dir, std::string_view role, std::string_view name) {
  if (auto ok = check_names(role, name); !ok) return tl::unexpected(ok.error());
  if (!fs::exists(files_of(dir, role, name).allowed)) return not_there();
  auto [stem, number] = numbered(name);
  std::string next;
  do {
    next = stem + "-" + std::to_string(++number);
  } while (fs::exists(files_of(dir, role, next).revoked));
  const auto made = make_key_files(dir, role, next);
  if (!made) return tl::unexpected(made.error());
  return Successor{next, *made};
}

core::Status revoke_key(const fs::path& dir, std::string_view role, std::string_view name) {
  if (auto ok = check_names(role, name); !ok) return ok;
  const Files files = files_of(dir, role, name);
  if (!fs::exists(files.allowed)) {
    if (fs::exists(files.revoked)) return {};
    return not_there();
  }
  for (const auto& path : {dir / "revoked", files.revoked.parent_path()}) {
    if (auto ok = make_directories(path, 0755); !ok) return ok;
  }
  if (::rename(files.allowed.c_str(), files.revoked.c_str()) != 0) {
    return tl::unexpected(unavailable(files.allowed, errno));
  }
  return {};
}

std::vector<ListedKey> list_public_keys(const fs::path& list, bool revoked) {
  std::vector<ListedKey> keys;
  std::error_code error;
  for (const auto& role : fs::directory_iterator(list, error)) {
    for (const auto& file : fs::directory_iterator(role.path(), error)) {
      if (file.path().extension() != ".pub") continue;
      const auto key = read_public_key(file.path());
      if (key) keys.push_back({role.path().filename().string(), file.path().stem().string(), *key, revoked});
    }
  }
  return keys;
}

std::vector<ListedKey> list_keys(const fs::path& dir) {
  std::vector<ListedKey> keys = list_public_keys(dir / "allowed", false);
  std::ranges::move(list_public_keys(dir / "revoked", true), std::back_inserter(keys));
  std::ranges::sort(keys, {}, [](const ListedKey& k) { return std::tie(k.role, k.name, k.revoked); });
  return keys;
}

}  // namespace naadam::link
