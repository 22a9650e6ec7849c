#include "cli/up/redis_users.hpp"

#include <sodium.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <map>
#include <string>
#include <vector>

#include "cli/say.hpp"
#include "cli/texts/deploy.hpp"
#include "cli/texts/up.hpp"
#include "core/id.hpp"
#include "runtime/private_file.hpp"
#include "runtime/secret_file.hpp"
#include "seal/sha256.hpp"
#include "store/access_rules.hpp"

namespace naadam::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kPasswordBytes = 32;  // of chance

std::vector<std::string_view> all_users() {
  std::vector<std::string_view> users{store::kOperator};
  users.insert(users.end(), store::kServiceUsers.begin(), store::kServiceUsers.end());
  return users;
}

bool is_there(const fs::path& file) {
  std::error_code failed;
  return fs::exists(file, failed);
}

fs::path next_file(const fs::path& dir, std::string_view user) { return redis_password_file(dir, user) += ".next"; }
fs::path old_file(const fs::path& dir, std::string_view user) { return redis_password_file(dir, user) += ".old"; }

core::Status make_missing(const fs::path& file) {
  if (is_there(file)) return {};
  std::array<char, kPasswordBytes> chance;
  ::randombytes_buf(chance.data(), chance.size());
  return runtime::replace_private(file, core::to_hex({chance.data(), chance.size()}) + "\n");
}

core::Status users_not_written(const fs::path& path, const std::string& why) {
  return refuse(core::ErrorKind::kUnavailable, texts::up::kCannotWrite, path.string(), why);
}

std::string hash_of(std::string_view password) {
  seal::Sha256 hash;
  hash.add(password);
  return core::to_hex(seal::view_of(hash.finish()));
}

// Of every password of `user` that has a file.
core::Result<std::vector<std::string>> hashes_of(const fs::path& dir, std::string_view user) {
  std::vector<std::string> hashes;
  for (const fs::path& file : {redis_password_file(dir, user), next_file(dir, user), old_file(dir, user)}) {
    if (!is_there(file)) continue;
    const auto password = runtime::read_secret(file);
    if (!password) return tl::unexpected(password.error());
    std::string hash = hash_of(*password);
    if (std::ranges::find(hashes, hash) == hashes.end()) hashes.push_back(std::move(hash));
  }
  return hashes;
}

}  // namespace

fs::path redis_rules_file(const fs::path& dir) { return dir / "users.acl"; }
fs::path redis_password_file(const fs::path& dir, std::string_view user) {
  return dir / (std::string(user) + ".password");
}

core::Status make_redis_users(const fs::path& dir) {
  std::error_code failed;
  fs::create_directories(dir, failed);
  if (failed || ::chmod(dir.c_str(), 0700) != 0) {
    return users_not_written(dir, failed ? failed.message() : std::strerror(errno));
  }
  std::map<std::string_view, std::vector<std::string>> hashes;
  for (const std::string_view user : all_users()) {
    if (auto made = make_missing(redis_password_file(dir, user)); !made) return made;
    auto some = hashes_of(dir, user);
    if (!some) return tl::unexpected(some.error());
    hashes[user] = std::move(*some);
  }
  return runtime::replace_private(redis_rules_file(dir),
                                  store::access_rules([&](std::string_view user) { return hashes.at(user); }));
}

core::Status renew_redis_passwords(const fs::path& dir) {
  for (const std::string_view user : all_users()) {
    if (is_there(old_file(dir, user))) return refuse(core::ErrorKind::kRefused, texts::deploy::kOldStillIn);
  }
  if (auto made = make_redis_users(dir); !made) return made;
  for (const std::string_view user : all_users()) {
    if (auto made = make_missing(next_file(dir, user)); !made) return made;
  }
  return make_redis_users(dir);
}

core::Status switch_redis_passwords(const fs::path& dir) {
  bool renewed = false;
  for (const std::string_view user : all_users()) {
    const fs::path next = next_file(dir, user), used = redis_password_file(dir, user), old = old_file(dir, user);
    if (!is_there(next)) continue;
    renewed = true;
    // The file in use is there at every moment.
    const auto password = runtime::read_secret(used);
    if (!password) return tl::unexpected(password.error());
    if (!is_there(old)) {
      if (auto kept = runtime::replace_private(old, *password + "\n"); !kept) return kept;
    }
    std::error_code failed;
    fs::rename(next, used, failed);
    if (failed) return users_not_written(used, failed.message());
  }
  if (!renewed) return refuse(core::ErrorKind::kRefused, texts::deploy::kNotRenewed);
  return make_redis_users(dir);
}

core::Status retire_redis_passwords(const fs::path& dir) {
  for (const std::string_view user : all_users()) {
    if (is_there(next_file(dir, user))) return refuse(core::ErrorKind::kRefused, texts::deploy::kNotSwitched);
  }
  for (const std::string_view user : all_users()) {
    std::error_code failed;
    fs::remove(old_file(dir, user), failed);
    if (failed) return users_not_written(old_file(dir, user), failed.message());
  }
  return make_redis_users(dir);
}

core::Status lock_redis(const Home& home, runtime::RedisOptions& redis, Settings& settings) {
  if (auto made = make_redis_users(home.redis_users()); !made) return made;
  settings.common.store_password_file = redis_password_file(home.redis_users(), store::kOperator);
  auto password = settings.common.store_password();
  if (!password) return tl::unexpected(password.error());
  redis.password = std::move(*password);
  redis.extra.emplace_back("aclfile", '"' + redis_rules_file(home.redis_users()).string() + '"');
  return {};
}

}  // namespace naadam::cli
