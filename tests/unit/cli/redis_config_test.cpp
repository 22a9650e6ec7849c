#include "cli/commands/redis_config.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "cli/commands/publish.hpp"
#include "cli/up/home.hpp"
#include "cli_support.hpp"
#include "runtime/redis_config.hpp"

namespace naadam::cli {
namespace {

using testing::HasSubstr;

Ran run_deploying(std::vector<std::string> arguments) {
  static constexpr AddCommand kCommands[] = {add_redis_config, add_publish};
  arguments.insert(arguments.begin(), "naadam");
  std::vector<const char*> argv;
  for (const std::string& argument : arguments) argv.push_back(argument.c_str());
  std::ostringstream out, err;
  Ran ran;
  ran.code = run(static_cast<int>(argv.size()), argv.data(), kCommands, out, err);
  ran.out = out.str();
  ran.err = err.str();
  return ran;
}

TEST(RedisConfig, IsThatOfTheRedisWhichUpStarts) {
  runtime::RedisOptions same;
  same.dir = "/srv/redis";
  same.maxmemory_bytes = 512u << 20;
  const Ran ran = run_deploying({"redis-config", "--dir", "/srv/redis", "--port", "7001", "--memory", "512"});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(ran.out, runtime::redis_config(same, {7'001, 17'001}));
}

TEST(RedisConfig, ListensOnLoopbackUnlessToldOtherwise) {
  EXPECT_THAT(run_deploying({"redis-config", "--dir", "/d"}).out, HasSubstr("bind 127.0.0.1\n"));
  const Ran told = run_deploying(
      {"redis-config", "--dir", "/d", "--bind", "10.0.0.7 127.0.0.1", "--announce", "10.0.0.7", "--min-replicas", "1"});
  EXPECT_THAT(told.out, HasSubstr("bind 10.0.0.7 127.0.0.1\n"));
  EXPECT_THAT(told.out, HasSubstr("cluster-announce-ip 10.0.0.7\n"));
  EXPECT_THAT(told.out, HasSubstr("min-replicas-to-write 1\n"));
  EXPECT_THAT(run_deploying({"redis-config", "--dir", "/d", "--acl-file", "/d/users.acl"}).out,
              HasSubstr("aclfile /d/users.acl\n"));
}

TEST(RedisConfig, EpochIsRaisedInTheDirectoryWhereAsked) {
  const TempDir dir;
  const auto nodes = dir / "nodes.conf";
  std::ofstream(nodes)
      << "abc 127.0.0.1:1@2 myself,master - 0 0 7 connected 0-16383\nvars currentEpoch 9 lastVoteEpoch 3\n";
  EXPECT_EQ(run_deploying({"redis-config", "--dir", dir.path()}).code, 0);
  EXPECT_THAT(read_bytes(nodes), HasSubstr("vars currentEpoch 9 lastVoteEpoch 3\n"));
  EXPECT_EQ(run_deploying({"redis-config", "--dir", dir.path(), "--raise-epoch"}).code, 0);
  EXPECT_THAT(read_bytes(nodes), HasSubstr("connected 0-16383\nvars currentEpoch 10 lastVoteEpoch 3\n"));
  EXPECT_EQ(run_deploying({"redis-config", "--dir", dir / "new", "--raise-epoch"}).code, 0);
}

TEST(RedisConfig, FileHoldsThePasswordAndIsClosedToOthers) {
  const TempDir dir;
  const auto password = dir / "password";
  std::ofstream(password) << "secret \"of\" ours\n";
  std::filesystem::permissions(password, std::filesystem::perms::owner_read);
  const auto out = dir / "redis.conf";
  std::ofstream(out) << "older and open to all\n";
  const Ran ran = run_deploying({"redis-config", "--dir", "/d", "--password-file", password, "--out", out});
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(ran.out, "");
  std::ifstream file(out);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  EXPECT_THAT(text, HasSubstr("requirepass \"secret \\\"of\\\" ours\"\n"));
  struct stat held{};
  ASSERT_EQ(::stat(out.c_str(), &held), 0);
  EXPECT_EQ(held.st_mode & 0777, 0600u);
}

TEST(RedisConfig, PasswordFileOpenToOthersIsRefused) {
  const TempDir dir;
  const auto password = dir / "password";
  std::ofstream(password) << "secret\n";
  std::filesystem::permissions(password, std::filesystem::perms(0644));
  EXPECT_EQ(run_deploying({"redis-config", "--dir", "/d", "--password-file", password}).code, 1);
}

TEST(RedisConfig, HighPortNeedsItsOwnClusterPort) {
  EXPECT_EQ(run_deploying({"redis-config", "--dir", "/d", "--port", "60000"}).code, 2);
  EXPECT_THAT(run_deploying({"redis-config", "--dir", "/d", "--port", "60000", "--cluster-port", "60001"}).out,
              HasSubstr("cluster-port 60001\n"));
}

TEST(Publish, KeysAloneNeedNoStoreAndAreMadeOnce) {
  const TempDir dir;
  const Home home(dir.path().string());
  Settings settings = home.fresh();
  ASSERT_TRUE(home.write(settings));
  const std::vector<std::string> command{"publish", "--data", dir.path().string(), "--keys-only"};
  ASSERT_EQ(run_deploying(command).code, 0);
  const auto key = dir / "keys/edition-2021.key";
  EXPECT_TRUE(std::filesystem::exists(dir / "keys/notary.pub"));
  const auto made = std::filesystem::last_write_time(key);
  EXPECT_EQ(run_deploying(command).code, 0);
  EXPECT_EQ(std::filesystem::last_write_time(key), made);
  EXPECT_FALSE(std::filesystem::exists(dir / "keys/notary.2.key"));
  EXPECT_EQ(run_deploying({"publish", "--data", dir.path().string(), "--next-signing-key"}).code, 0);
  EXPECT_TRUE(std::filesystem::exists(dir / "keys/notary.2.key"));
  EXPECT_TRUE(std::filesystem::exists(dir / "keys/notary.2.pub"));
  EXPECT_EQ(std::filesystem::last_write_time(key), made);
}

}  // namespace
}  // namespace naadam::cli
