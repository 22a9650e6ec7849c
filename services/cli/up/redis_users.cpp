#include "cli/up/redis_users.hpp"

#include <sodium.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <map>

#include "cli/say.hpp"
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

core::Result<std::string> password_of(const fs::path& file) {
  std::error_code failed;
  if (!fs::exists(file, failed)) {
    std::array<char, kPasswordBytes> chance;
    ::randombytes_buf(chance.data(), chance.size());
    const std::string password = core::to_hex({chance.data(), chance.size()});
    if (auto kept = runtime::replace_private(file, password + "\n"); !kept) return tl::unexpected(kept.error());
  }
  return runtime::read_secret(file);
}

std::string hash_of(std::string_view password) {
  seal::Sha256 hash;
  hash.add(password);
  return core::to_hex(seal::view_of(hash.finish()));
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
    return refuse(core::ErrorKind::kUnavailable, texts::up::kCannotWrite, dir.string(),
                  failed ? failed.message() : std::strerror(errno));
  }
  std::map<std::string_view, std::string> hashes;
  std::vector<std::string_view> users{store::kOperator};
  users.insert(users.end(), store::kServiceUsers.begin(), store::kServiceUsers.end());
  for (const std::string_view user : users) {
    const auto password = password_of(redis_password_file(dir, user));
    if (!password) return tl::unexpected(password.error());
    hashes[user] = hash_of(*password);
  }
  return runtime::replace_private(redis_rules_file(dir),
                                  store::access_rules([&](std::string_view user) { return hashes.at(user); }));
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
