// The passwords of Redis' users, and the file of their rights.
//
//   DIR/users.acl             for redis.conf: "aclfile DIR/users.acl" on every node; holds only hashes
//   DIR/<user>.password       one for the operator and each service: made once, kept until it is changed
//   DIR/<user>.password.next  made for a change, not in use yet
//   DIR/<user>.password.old   in use before the change
//
// users.acl lets in every password whose file lies here. So passwords change in three steps, and between any two of
// them whoever runs, starts or connects again is let in, whichever password he has:
//
//   renew    .next is made       then every node loads users.acl: it knows the old password and the new
//   switch   .next -> .password  then services, nodes and people start anew with it; .old is let in still
//   retire   .old goes           then every node loads users.acl once more
//
// All of mode 0600, DIR 0700. A service is given its own by --store-user and --store-password-file; whoever starts the
// installation uses the operator's without a user. store/access_rules.hpp has who may do what.
// Thread: one. A step that was interrupted is taken again.
#pragma once

#include <filesystem>
#include <string_view>

#include "cli/up/home.hpp"
#include "core/result.hpp"
#include "runtime/redis_child.hpp"

namespace naadam::cli {

// Makes what is missing and writes the rights anew, in one step. Errors: those of runtime::read_secret; kUnavailable.
core::Status make_redis_users(const std::filesystem::path& dir);

// The three steps, for all users. Errors as above, and kRefused out of their order.
core::Status renew_redis_passwords(const std::filesystem::path& dir);
core::Status switch_redis_passwords(const std::filesystem::path& dir);
core::Status retire_redis_passwords(const std::filesystem::path& dir);

// Has the installation's own Redis keep out whoever has none of the passwords in home.redis_users(), and the settings
// open it as the operator. Errors as above.
core::Status lock_redis(const Home& home, runtime::RedisOptions& redis, Settings& settings);

std::filesystem::path redis_rules_file(const std::filesystem::path& dir);
std::filesystem::path redis_password_file(const std::filesystem::path& dir, std::string_view user);

}  // namespace naadam::cli
