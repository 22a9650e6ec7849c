// The passwords of Redis' users, and the file of their rights.
//
//   DIR/users.acl           for redis.conf: "aclfile DIR/users.acl" on every node; holds only hashes
//   DIR/<user>.password     one for the operator and each service: made once, kept afterwards
//
// All of mode 0600, DIR 0700. A service is given its own by --store-user and --store-password-file; whoever starts the
// installation uses the operator's without a user. store/access_rules.hpp has who may do what.
// Thread: one.
#pragma once

#include <filesystem>
#include <string_view>

#include "cli/up/home.hpp"
#include "core/result.hpp"
#include "runtime/redis_child.hpp"

namespace naadam::cli {

// Makes what is missing and writes the rights anew, in one step. To change a password: remove its file and call again,
// then ACL LOAD on every node and restart who uses it. Errors: those of runtime::read_secret; kUnavailable.
core::Status make_redis_users(const std::filesystem::path& dir);

// Has the installation's own Redis keep out whoever has none of the passwords in home.redis_users(), and the settings
// open it as the operator. Errors as above.
core::Status lock_redis(const Home& home, runtime::RedisOptions& redis, Settings& settings);

std::filesystem::path redis_rules_file(const std::filesystem::path& dir);
std::filesystem::path redis_password_file(const std::filesystem::path& dir, std::string_view user);

}  // namespace naadam::cli
