#include "runtime/redis_child.hpp"

#include <gtest/gtest.h>
#include <hiredis/hiredis.h>
#include <sys/stat.h>

#include <csignal>
#include <cstdlib>
#include <memory>

#include "support/redis.hpp"

namespace naadam::runtime {
namespace {

using core::ErrorKind;

// The reply's text, or its integer as text, or "error: …".
std::string ask(const RedisChild& redis, const std::string& command, const std::string& password = {}) {
  const std::unique_ptr<redisContext, void (*)(redisContext*)> c(redisConnect("127.0.0.1", redis.port()), redisFree);
  if (c->err != 0) return "error: " + std::string(c->errstr);
  if (!password.empty()) freeReplyObject(redisCommand(c.get(), "AUTH %s", password.c_str()));
  const std::unique_ptr<redisReply, void (*)(void*)> reply(
      static_cast<redisReply*>(redisCommand(c.get(), command.c_str())), freeReplyObject);
  if (!reply) return "error: no reply";
  if (reply->type == REDIS_REPLY_ERROR) return "error: " + std::string(reply->str, reply->len);
  if (reply->type == REDIS_REPLY_ARRAY) return std::string(reply->element[1]->str, reply->element[1]->len);
  return std::string(reply->str, reply->len);
}

RedisOptions in(const support::TempDir& dir) {
  RedisOptions options;
  options.dir = dir.path() / "redis";
  return options;
}

TEST(RedisChild, StartsAsAClusterOfOneThatTakesWrites) {
  auto& redis = support::shared_redis();
  EXPECT_EQ(ask(redis, "SET {s00}a 1"), "OK");
  const std::string info = ask(redis, "CLUSTER INFO");
  EXPECT_NE(info.find("cluster_slots_assigned:16384"), std::string::npos);
  EXPECT_NE(info.find("cluster_known_nodes:1\r"), std::string::npos);
  EXPECT_EQ(ask(redis, "CONFIG GET appendfsync"), "always");
  EXPECT_EQ(ask(redis, "CONFIG GET maxmemory-policy"), "noeviction");
  EXPECT_EQ(ask(redis, "CONFIG GET save"), "");
  EXPECT_EQ(ask(redis, "CONFIG GET bind"), "127.0.0.1");
  EXPECT_EQ(ask(redis, "CONFIG GET hash-max-listpack-entries"), "16");
}

TEST(RedisChild, SharedOneIsFlushedWhenHandedOut) {
  ask(support::shared_redis(), "SET {s00}a 1");
  EXPECT_EQ(ask(support::shared_redis(support::Flush::kKeep), "GET {s00}a"), "1");
  EXPECT_EQ(ask(support::shared_redis(), "GET {s00}a"), "");
}

TEST(RedisChild, WhatWasAcknowledgedIsThereAfterAKillAndARestart) {
  const support::TempDir dir;
  auto redis = RedisChild::start(in(dir));
  ASSERT_TRUE(redis) << redis.error().cause;
  const std::string id = ask(*redis, "CLUSTER MYID");
  ASSERT_EQ(ask(*redis, "SET {s03}kept yes"), "OK");
  ASSERT_TRUE(redis->process().signal(SIGKILL));
  ASSERT_EQ(redis->process().wait(-1)->signal, SIGKILL);
  const auto port = redis->port();
  const auto again = redis->restart();
  ASSERT_TRUE(again) << again.error().cause;
  EXPECT_EQ(redis->port(), port);
  EXPECT_EQ(ask(*redis, "GET {s03}kept"), "yes");
  EXPECT_EQ(ask(*redis, "CLUSTER MYID"), id);
  EXPECT_EQ(ask(*redis, "SET {s03}kept still"), "OK");
  EXPECT_TRUE(redis->stop().clean());
}

// cluster_current_epoch, which the store's clients hear.
std::uint64_t epoch(const RedisChild& redis) {
  const std::string info = ask(redis, "CLUSTER INFO");
  const std::string field = "cluster_current_epoch:";
  return std::stoull(info.substr(info.find(field) + field.size()));
}

std::filesystem::path log_of(const support::TempDir& dir) {
  return dir.path() / "redis/appendonlydir/appendonly.aof.1.incr.aof";
}

TEST(RedisChild, EpochRisesAtEveryStartThatNoOrderlyStopCameBefore) {
  const support::TempDir dir;
  auto redis = RedisChild::start(in(dir));
  ASSERT_TRUE(redis) << redis.error().cause;
  EXPECT_TRUE(redis->log_found().whole);
  const std::uint64_t first = epoch(*redis);
  ASSERT_TRUE(redis->stop().clean());
  ASSERT_TRUE(redis->restart());
  EXPECT_TRUE(redis->log_found().whole);
  EXPECT_EQ(epoch(*redis), first);
  ASSERT_TRUE(redis->process().signal(SIGKILL));
  ASSERT_TRUE(redis->process().wait(-1));
  ASSERT_TRUE(redis->restart());
  EXPECT_FALSE(redis->log_found().whole);
  EXPECT_EQ(redis->log_found().bytes_cut, 0u);
  EXPECT_EQ(epoch(*redis), first + 1);
}

TEST(RedisChild, LogCutBetweenTwoCommandsIsNotTakenForWhole) {
  const support::TempDir dir;
  auto redis = RedisChild::start(in(dir));
  ASSERT_TRUE(redis) << redis.error().cause;
  ASSERT_EQ(ask(*redis, "SET {s00}a 1"), "OK");
  const auto before = std::filesystem::file_size(log_of(dir));
  ASSERT_EQ(ask(*redis, "SET {s00}b 2"), "OK");
  const std::uint64_t first = epoch(*redis);
  ASSERT_TRUE(redis->stop().clean());
  std::filesystem::resize_file(log_of(dir), before);
  ASSERT_TRUE(redis->restart());
  EXPECT_EQ(ask(*redis, "GET {s00}a"), "1");
  EXPECT_EQ(ask(*redis, "GET {s00}b"), "");
  EXPECT_FALSE(redis->log_found().whole);
  EXPECT_EQ(redis->log_found().bytes_cut, 0u);
  EXPECT_EQ(epoch(*redis), first + 1);
}

TEST(RedisChild, LogCutWithinACommandSaysHowMuchOfItWasLeftOut) {
  const support::TempDir dir;
  auto redis = RedisChild::start(in(dir));
  ASSERT_TRUE(redis) << redis.error().cause;
  ASSERT_EQ(ask(*redis, "SET {s00}a 1"), "OK");
  const auto before = std::filesystem::file_size(log_of(dir));
  ASSERT_EQ(ask(*redis, "SET {s00}b 2"), "OK");
  ASSERT_TRUE(redis->process().signal(SIGKILL));
  ASSERT_TRUE(redis->process().wait(-1));
  const auto whole = std::filesystem::file_size(log_of(dir));
  std::filesystem::resize_file(log_of(dir), whole - 5);
  ASSERT_TRUE(redis->restart());
  EXPECT_EQ(ask(*redis, "GET {s00}a"), "1");
  EXPECT_EQ(ask(*redis, "GET {s00}b"), "");
  EXPECT_FALSE(redis->log_found().whole);
  EXPECT_EQ(redis->log_found().bytes_cut, whole - 5 - before);
}

TEST(RedisChild, PasswordIsNeededAndStandsInNoArgument) {
  const support::TempDir dir;
  auto options = in(dir);
  options.password = "quote\" and \\ and blank";
  options.unix_socket = dir.path() / "redis.sock";
  auto redis = RedisChild::start(options);
  ASSERT_TRUE(redis) << redis.error().cause;
  EXPECT_EQ(ask(*redis, "GET a").substr(0, 13), "error: NOAUTH");
  EXPECT_EQ(ask(*redis, "SET a 1", options.password), "OK");
  struct stat info{};
  ASSERT_EQ(::stat((options.dir / "redis.conf").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
  ASSERT_EQ(::stat(options.unix_socket.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0700u);
}

TEST(RedisChild, TakenPortIsRefusedAndNamed) {
  auto& first = support::shared_redis(support::Flush::kKeep);
  const support::TempDir dir;
  auto options = in(dir);
  options.port = first.port();
  const auto second = RedisChild::start(options);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, ErrorKind::kRefused);
  EXPECT_NE(second.error().text.find(std::to_string(first.port())), std::string::npos) << second.error().text;
}

TEST(RedisChild, DirectoryInUseIsRefused) {
  auto& first = support::shared_redis(support::Flush::kKeep);
  RedisOptions options;
  options.dir = first.log_file().parent_path();
  const auto second = RedisChild::start(options);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, ErrorKind::kRefused) << second.error().cause;
  EXPECT_NE(second.error().text.find("redis pid "), std::string::npos) << second.error().text;
}

TEST(RedisChild, MissingProgramSaysWhatToInstall) {
  const support::TempDir dir;
  auto options = in(dir);
  options.program = "redis-server-that-is-not-there";
  const auto redis = RedisChild::start(options);
  ASSERT_FALSE(redis);
  EXPECT_EQ(redis.error().kind, ErrorKind::kNotFound);
  EXPECT_NE(redis.error().text.find("apt-get install redis-server"), std::string::npos) << redis.error().text;
}

TEST(RedisChild, ToldToStopWhileItLoadsItGivesUpAndLeavesTheDirectoryFree) {
  const support::TempDir dir;
  auto options = in(dir);
  options.told_to_stop = [] { return true; };
  const auto stopped = RedisChild::start(options);
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().kind, ErrorKind::kUnavailable);
  EXPECT_EQ(stopped.error().cause, "told to stop while redis was loading");
  options.told_to_stop = nullptr;
  const auto redis = RedisChild::start(options);
  EXPECT_TRUE(redis) << redis.error().cause;
}

TEST(RedisChild, UnknownSettingIsNamedAsAConfigurationFault) {
  const support::TempDir dir;
  auto options = in(dir);
  options.extra = {{"no-such-setting", "1"}};
  const auto redis = RedisChild::start(options);
  ASSERT_FALSE(redis);
  EXPECT_EQ(redis.error().kind, ErrorKind::kInvalid) << redis.error().cause;
}

}  // namespace
}  // namespace naadam::runtime
