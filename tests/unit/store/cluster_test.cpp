// The client against a real Redis.
#include "store/cluster.hpp"

#include <gtest/gtest.h>

#include "store/slot.hpp"
#include "support/redis.hpp"

namespace naadam::store {
namespace {

constexpr const char* kLibrary =
    "#!lua name=trial\n"
    "redis.register_function('trial_put', function(keys, args)\n"
    "  redis.call('SET', keys[1], args[1])\n"
    "  return args[1]\n"
    "end)\n";

class ClusterTest : public testing::Test {
 protected:
  std::unique_ptr<Cluster> connect(ClusterOptions options = {}) {
    options.seeds = {redis_.address()};
    auto cluster = Cluster::connect(options, clock_);
    EXPECT_TRUE(cluster) << cluster.error().cause;
    return std::move(*cluster);
  }
  core::Deadline patient() const { return core::Deadline::in(clock_, 20'000); }
  static Command on(std::string_view key, std::vector<std::string_view> argv) {
    return {slot_of(key), false, std::move(argv)};
  }

  core::SystemClock clock_;
  runtime::RedisChild& redis_ = support::shared_redis();
};

TEST_F(ClusterTest, AnswersComeInTheOrderOfTheCommands) {
  const auto cluster = connect();
  std::vector<std::string> keys;
  for (int i = 0; i < 200; ++i) keys.push_back("{t" + std::to_string(i) + "}key");
  std::vector<Command> commands;
  for (const auto& key : keys) commands.push_back(on(key, {"SET", key, key}));
  for (const auto& key : keys) commands.push_back(on(key, {"GET", key}));
  const auto answers = cluster->run(commands, patient());
  for (std::size_t i = 0; i < keys.size(); ++i) {
    ASSERT_EQ(answers[i].outcome, Outcome::kDone) << answers[i].error.cause;
    ASSERT_EQ(answers[keys.size() + i].reply.string(), keys[i]);
  }
}

TEST_F(ClusterTest, BytesOfAnyValueSurvive) {
  const auto cluster = connect();
  std::string value;
  for (int i = 0; i < 256; ++i) value.push_back(static_cast<char>(i));
  value += "\r\n$5\r\n";
  const std::vector<Command> commands{on("b", {"SET", "b", value}), on("b", {"GET", "b"})};
  EXPECT_EQ(cluster->run(commands, patient())[1].reply.string(), value);
}

TEST_F(ClusterTest, PipelinesLargerThanBothSocketBuffersDoNotBlockEachOther) {
  const auto cluster = connect();
  const std::string value(1'000'000, 'v');
  std::vector<Command> commands;
  for (int i = 0; i < 16; ++i) {
    commands.push_back(on("big", {"SET", "big", value}));
    commands.push_back(on("big", {"GET", "big"}));
  }
  const auto answers = cluster->run(commands, patient());
  for (std::size_t i = 1; i < answers.size(); i += 2) ASSERT_EQ(answers[i].reply.string().size(), value.size());
}

TEST_F(ClusterTest, SeveralCallsAreInFlightAndCollectedInAnyOrder) {
  const auto cluster = connect();
  const std::vector<Command> first{on("n", {"SET", "n", "1"})};
  const std::vector<Command> second{on("n", {"INCR", "n"})};
  auto one = cluster->send(first);
  auto two = cluster->send(second);
  EXPECT_EQ(cluster->collect(std::move(two), patient())[0].reply.integer(), 2);
  EXPECT_TRUE(cluster->answered(one));
  EXPECT_EQ(cluster->collect(std::move(one), patient())[0].reply.string(), "OK");
}

TEST_F(ClusterTest, ProgressAloneBringsTheAnswer) {
  const auto cluster = connect();
  const std::vector<Command> commands{on("n", {"SET", "n", "1"})};
  const auto ticket = cluster->send(commands);
  const auto deadline = patient();
  while (!cluster->answered(ticket) && deadline.left(clock_) > 0) {
    std::vector<pollfd> fds;
    cluster->watch(fds);
    ::poll(fds.data(), fds.size(), 10);
    cluster->progress();
  }
  EXPECT_TRUE(cluster->answered(ticket));
}

TEST_F(ClusterTest, AnEmptyCallHasNoAnswers) { EXPECT_TRUE(connect()->run({}, patient()).empty()); }

TEST_F(ClusterTest, LibrariesAreLoadedAtConnectAndOnlyOnce) {
  ClusterOptions options;
  options.libraries = {{"trial", kLibrary}};
  const auto first = connect(options);
  const auto answer = first->run_one(on("k", {"FCALL", "trial_put", "1", "k", "v"}), patient());
  ASSERT_EQ(answer.outcome, Outcome::kDone) << answer.error.cause;
  EXPECT_EQ(answer.reply.string(), "v");
  EXPECT_EQ(connect(options)->stats().library_loads, 0U);
}

TEST_F(ClusterTest, LostLibrariesAreLoadedAgainAndTheCallIsDone) {
  ClusterOptions options;
  options.libraries = {{"trial", kLibrary}};
  const auto cluster = connect(options);
  cluster->run_one(on("k", {"FUNCTION", "FLUSH"}), patient());
  const std::vector<Command> calls(3, on("k", {"FCALL", "trial_put", "1", "k", "v"}));
  for (const auto& answer : cluster->run(calls, patient())) EXPECT_EQ(answer.outcome, Outcome::kDone);
}

TEST_F(ClusterTest, AChangedLibraryReplacesTheOldOne) {
  ClusterOptions options;
  options.libraries = {{"trial", kLibrary}};
  connect(options);
  auto changed = std::string(kLibrary);
  changed.replace(changed.find("return args[1]"), 14, "return 'new!!'");
  options.libraries = {{"trial", changed}};
  const auto cluster = connect(options);
  EXPECT_EQ(cluster->run_one(on("k", {"FCALL", "trial_put", "1", "k", "v"}), patient()).reply.string(), "new!!");
}

// The trial library as a program of that generation brings it, answering with it.
std::string of_generation(int generation) {
  const std::string number = std::to_string(generation);
  return "#!lua name=trial\n-- generation " + number +
         "\nredis.register_function('trial_put', function(keys, args)\n"
         "  if #args > " +
         number +
         " then return redis.error_reply('NEWER call') end\n"
         "  return '" +
         number + "'\nend)\n";
}

TEST_F(ClusterTest, ANewerLibraryReplacesAnOlderOneAndIsLeftAloneByItsPrograms) {
  ClusterOptions options;
  options.libraries = {{"trial", of_generation(2)}};
  const auto old = connect(options);
  options.libraries = {{"trial", of_generation(10)}};
  const auto young = connect(options);
  options.libraries = {{"trial", of_generation(2)}};
  EXPECT_EQ(connect(options)->stats().library_loads, 0U);
  const auto call = on("k", {"FCALL", "trial_put", "1", "k", "v"});
  EXPECT_EQ(young->run_one(call, patient()).reply.string(), "10");
  EXPECT_EQ(old->run_one(call, patient()).reply.string(), "10");
}

TEST_F(ClusterTest, ACallThatALibraryIsTooOldForBringsTheNewerOne) {
  ClusterOptions options;
  options.libraries = {{"trial", of_generation(3)}};
  const auto young = connect(options);
  const std::string old = of_generation(2);
  ASSERT_EQ(young->run_one(on("k", {"FUNCTION", "LOAD", "REPLACE", old}), patient()).outcome, Outcome::kDone);
  const std::vector<Command> calls(3, on("k", {"FCALL", "trial_put", "1", "k", "a", "b", "c"}));
  for (const auto& answer : young->run(calls, patient())) EXPECT_EQ(answer.reply.string(), "3") << answer.error.cause;
  options.libraries = {{"trial", old}};
  EXPECT_EQ(connect(options)->run_one(calls[0], patient()).reply.string(), "3");
}

TEST_F(ClusterTest, AProgramTooOldForItsOwnCallIsRefused) {
  ClusterOptions options;
  options.libraries = {{"trial", of_generation(1)}};
  connect()->run_one(on("k", {"FUNCTION", "FLUSH"}), patient());
  const auto answer = connect(options)->run_one(on("k", {"FCALL", "trial_put", "1", "k", "a", "b"}), patient());
  EXPECT_EQ(answer.outcome, Outcome::kRefused);
}

TEST_F(ClusterTest, ALibraryThatDoesNotCompileRefusesTheConnection) {
  ClusterOptions options;
  options.seeds = {redis_.address()};
  options.libraries = {{"broken", "#!lua name=broken\nthis is not Lua"}};
  const auto cluster = Cluster::connect(options, clock_);
  ASSERT_FALSE(cluster);
  EXPECT_EQ(cluster.error().kind, core::ErrorKind::kRefused);
}

TEST_F(ClusterTest, AFunctionNobodyHasIsRefused) {
  ClusterOptions options;
  options.libraries = {{"trial", kLibrary}};
  const auto answer = connect(options)->run_one(on("k", {"FCALL", "missing", "1", "k"}), patient());
  EXPECT_EQ(answer.outcome, Outcome::kRefused);
}

TEST_F(ClusterTest, WorkResumesAfterTheServerWasKilled) {
  const support::TempDir dir;
  runtime::RedisOptions own;
  own.dir = dir.path();
  own.unix_socket = dir.path() / "redis.sock";
  auto redis = runtime::RedisChild::start(own);
  ASSERT_TRUE(redis) << redis.error().cause;
  ClusterOptions options;
  options.seeds = {own.unix_socket.string()};
  options.libraries = {{"trial", kLibrary}};
  const auto cluster = Cluster::connect(options, clock_);
  ASSERT_TRUE(cluster) << cluster.error().cause;
  const auto call = on("k", {"FCALL", "trial_put", "1", "k", "v"});
  ASSERT_EQ((*cluster)->run_one(call, patient()).outcome, Outcome::kDone);
  redis->stop();
  EXPECT_NE((*cluster)->run_one(call, core::Deadline::in(clock_, 30)).outcome, Outcome::kDone);
  ASSERT_TRUE(redis->restart());
  const auto answer = (*cluster)->run_one(call, patient());
  EXPECT_EQ(answer.outcome, Outcome::kDone) << answer.error.cause;
}

}  // namespace
}  // namespace naadam::store
