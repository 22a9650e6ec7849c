// What the client makes of a server that redirects, falls silent, is cut off or talks nonsense.
#include <gtest/gtest.h>

#include <array>
#include <atomic>

#include "scripted_server.hpp"
#include "store/cluster.hpp"
#include "store/slot.hpp"

namespace naadam::store {
namespace {

using Scripted = ScriptedServer::Answer;

class ClusterFault : public testing::Test {
 protected:
  static std::unique_ptr<ScriptedServer> serve(ScriptedServer::Script script) {
    return std::make_unique<ScriptedServer>(std::move(script));
  }
  std::unique_ptr<Cluster> connect(const ScriptedServer& server, ClusterOptions options = {}) {
    options.seeds = {server.endpoint()};
    auto cluster = Cluster::connect(options, clock_);
    EXPECT_TRUE(cluster) << cluster.error().cause;
    return std::move(*cluster);
  }
  core::Deadline patient() const { return core::Deadline::in(clock_, 10'000); }
  core::Deadline soon() const { return core::Deadline::in(clock_, 60); }
  static Command set() { return {slot_of("k"), false, {"SET", "k", "v"}}; }
  static Command get() { return {slot_of("k"), true, {"GET", "k"}}; }

  core::SystemClock clock_;
};

TEST_F(ClusterFault, MovedIsFollowedAndTheMapReadAgain) {
  std::atomic<int> here = 0;
  const auto target = serve([](const Words&) -> Scripted { return {"+OK\r\n"}; });
  const auto source = serve([&](const Words&) -> Scripted {
    ++here;
    return {"-MOVED " + std::to_string(slot_of("k")) + " " + target->endpoint() + "\r\n"};
  });
  const auto cluster = connect(*source);
  EXPECT_EQ(cluster->run_one(set(), patient()).outcome, Outcome::kDone);
  EXPECT_EQ(cluster->stats().redirects, 1U);
  EXPECT_EQ(here, 1);
  EXPECT_GE(cluster->primaries().size(), 1U);
}

TEST_F(ClusterFault, AskIsFollowedOnceWithAsking) {
  std::atomic<bool> asking = false;
  const auto target = serve([&](const Words& words) -> Scripted {
    if (words[0] == "ASKING") asking = true;
    return {asking.exchange(words[0] == "ASKING") ? "+OK\r\n" : "-ERR not asking\r\n"};
  });
  const auto source = serve([&](const Words&) -> Scripted { return {"-ASK 1 " + target->endpoint() + "\r\n"}; });
  const auto cluster = connect(*source);
  EXPECT_EQ(cluster->run_one(set(), patient()).outcome, Outcome::kDone);
  EXPECT_EQ(cluster->primaries(), (std::vector<std::string>{source->endpoint()}));
}

TEST_F(ClusterFault, NotNowIsAskedAgainUntilItWorks) {
  for (const std::string code : {"TRYAGAIN", "CLUSTERDOWN", "LOADING", "BUSY", "NOREPLICAS"}) {
    std::atomic<int> asked = 0;
    const auto server =
        serve([&](const Words&) -> Scripted { return {++asked < 3 ? "-" + code + " later\r\n" : "+OK\r\n"}; });
    const auto cluster = connect(*server);
    EXPECT_EQ(cluster->run_one(set(), patient()).outcome, Outcome::kDone) << code;
    EXPECT_EQ(asked, 3) << code;
  }
}

TEST_F(ClusterFault, NotNowUntilTheDeadlineIsUnavailable) {
  const auto server = serve([](const Words&) -> Scripted { return {"-CLUSTERDOWN the cluster is down\r\n"}; });
  const auto cluster = connect(*server);
  const auto answer = cluster->run_one(set(), soon());
  EXPECT_EQ(answer.outcome, Outcome::kUnavailable);
  EXPECT_EQ(answer.error.kind, core::ErrorKind::kUnavailable);
}

TEST_F(ClusterFault, AServerErrorIsRefusedAndOutOfMemoryIsFull) {
  const auto server = serve([](const Words& words) -> Scripted {
    return {words[0] == "SET" ? "-OOM command not allowed\r\n" : "-WRONGTYPE not a string\r\n"};
  });
  const auto cluster = connect(*server);
  const auto full = cluster->run_one(set(), patient());
  EXPECT_EQ(full.outcome, Outcome::kRefused);
  EXPECT_EQ(full.error.kind, core::ErrorKind::kFull);
  const auto refused = cluster->run_one(get(), patient());
  EXPECT_EQ(refused.outcome, Outcome::kRefused);
  EXPECT_EQ(refused.error.kind, core::ErrorKind::kRefused);
  EXPECT_EQ(refused.reply.error_code(), "WRONGTYPE");
}

TEST_F(ClusterFault, SilenceUntilTheDeadlineIsUnknownAndTheConnectionIsDropped) {
  std::atomic<bool> silent = true;
  const auto server = serve([&](const Words&) -> Scripted { return {silent ? "" : "+OK\r\n"}; });
  const auto cluster = connect(*server);
  const auto answer = cluster->run_one(set(), soon());
  EXPECT_EQ(answer.outcome, Outcome::kUnknown);
  EXPECT_EQ(answer.error.kind, core::ErrorKind::kUnknown);
  EXPECT_EQ(cluster->stats().cuts, 1U);
  silent = false;
  EXPECT_EQ(cluster->run_one(set(), patient()).outcome, Outcome::kDone);
}

TEST_F(ClusterFault, ACutMakesWritesUnknownAndAsksReadsAgain) {
  std::atomic<int> asked = 0;
  const auto server = serve([&](const Words& words) -> Scripted {
    if (++asked == 1) return {"", true};
    return {words[0] == "GET" ? "$1\r\nv\r\n" : "+OK\r\n"};
  });
  const auto cluster = connect(*server);
  const std::vector<Command> both{set(), get()};
  const auto answers = cluster->run(both, patient());
  EXPECT_EQ(answers[0].outcome, Outcome::kUnknown);
  EXPECT_EQ(answers[1].outcome, Outcome::kDone);
  EXPECT_EQ(answers[1].reply.string(), "v");
}

TEST_F(ClusterFault, RepliesBeforeACutStillCount) {
  const auto server = serve([](const Words& words) -> Scripted {
    return words[0] == "SET" ? Scripted{"+OK\r\n"} : Scripted{"$10\r\nhalf", true};
  });
  const auto cluster = connect(*server);
  const std::vector<Command> both{set(), {slot_of("k"), false, {"INCR", "k"}}};
  const auto answers = cluster->run(both, patient());
  EXPECT_EQ(answers[0].outcome, Outcome::kDone);
  EXPECT_EQ(answers[1].outcome, Outcome::kUnknown);
}

TEST_F(ClusterFault, NonsenseInsteadOfAReplyIsUnknown) {
  const auto server = serve([](const Words&) -> Scripted { return {"nonsense\r\n"}; });
  const auto cluster = connect(*server);
  EXPECT_EQ(cluster->run_one(set(), patient()).outcome, Outcome::kUnknown);
}

TEST_F(ClusterFault, AReplyThatNobodyAskedForEndsTheConnectionBeforeItIsTakenForAnother) {
  std::atomic<int> asked = 0;
  const auto server = serve([&](const Words&) -> Scripted { return {++asked == 1 ? "+OK\r\n+EXTRA\r\n" : "+OK\r\n"}; });
  const auto cluster = connect(*server);
  EXPECT_EQ(cluster->run_one(set(), patient()).outcome, Outcome::kDone);
  const auto next = cluster->run_one(get(), patient());
  EXPECT_EQ(next.outcome, Outcome::kDone);
  EXPECT_EQ(next.reply.string(), "OK");
  EXPECT_EQ(cluster->stats().cuts, 1U);
}

TEST_F(ClusterFault, TooFewReplicasMakeAWriteUnknownAndLeaveReadsAlone) {
  std::atomic<int> replicas = 0;
  const auto server = serve([&](const Words& words) -> Scripted {
    if (words[0] == "WAIT") return {":" + std::to_string(replicas.load()) + "\r\n"};
    return {"+OK\r\n"};
  });
  ClusterOptions options;
  options.replicas = 1;
  const auto cluster = connect(*server, options);
  const std::vector<Command> both{set(), get()};
  auto answers = cluster->run(both, patient());
  EXPECT_EQ(answers[0].outcome, Outcome::kUnknown);
  EXPECT_EQ(answers[1].outcome, Outcome::kDone);
  replicas = 1;
  EXPECT_EQ(cluster->run_one(set(), patient()).outcome, Outcome::kDone);
}

TEST_F(ClusterFault, AWriteAcceptedAfterNoReplicasStillWaitsForThem) {
  std::atomic<int> asked = 0, waits = 0;
  const auto server = serve([&](const Words& words) -> Scripted {
    if (words[0] == "WAIT") return ++waits, Scripted{asked < 3 ? ":0\r\n" : ":1\r\n"};
    return {++asked < 3 ? "-NOREPLICAS not enough good replicas\r\n" : "+OK\r\n"};
  });
  ClusterOptions options;
  options.replicas = 1;
  const auto cluster = connect(*server, options);
  EXPECT_EQ(cluster->run_one(set(), patient()).outcome, Outcome::kDone);
  EXPECT_EQ(asked, 3);
  EXPECT_EQ(waits, 2);  // behind the first try, and after the one that was accepted
}

TEST_F(ClusterFault, TheEpochIsThatOfTheHandshakeAndOfEveryMapAndNeverFalls) {
  std::atomic<bool> down = false;
  const auto server = serve(
      [&](const Words&) -> Scripted { return {down.exchange(false) ? "-CLUSTERDOWN for a moment\r\n" : "+OK\r\n"}; });
  server->epoch = 7;
  const auto cluster = connect(*server);
  EXPECT_EQ(cluster->epoch(), 7U);
  for (const std::uint64_t epoch : {9U, 8U}) {
    server->epoch = epoch;
    down = true;
    const auto before = cluster->stats().refreshes;
    EXPECT_EQ(cluster->run_one(get(), patient()).outcome, Outcome::kDone);
    while (cluster->stats().refreshes == before) cluster->run_one(get(), patient());
    cluster->run_one(get(), patient());
    EXPECT_EQ(cluster->epoch(), 9U);
  }
}

TEST_F(ClusterFault, AWriteMadeUnderAnOlderEpochIsNotSentAgainAndAReadIs) {
  std::atomic<bool> down = true;
  const auto server = serve([&](const Words& words) -> Scripted {
    return {down && words[0] == "SET" ? "-CLUSTERDOWN for a moment\r\n" : "+OK\r\n"};
  });
  const auto cluster = connect(*server);
  server->epoch = 9;
  const std::array<Command, 2> both{set(), get()};
  const auto answers = cluster->run(both, patient());
  EXPECT_EQ(answers[0].outcome, Outcome::kUnavailable);
  EXPECT_EQ(answers[0].error.cause, "made under an older epoch");
  EXPECT_EQ(answers[1].outcome, Outcome::kDone);
  down = false;
  EXPECT_EQ(cluster->run_one(set(), patient()).outcome, Outcome::kDone);
}

TEST_F(ClusterFault, ADeadlineOfOneCallLeavesReadsOfAnotherToBeAskedAgain) {
  std::atomic<bool> silent = true;
  const auto server = serve([&](const Words&) -> Scripted { return {silent ? "" : "+OK\r\n"}; });
  const auto cluster = connect(*server);
  const auto write = set();
  const auto read = get();
  auto first = cluster->send({&write, 1});
  auto second = cluster->send({&read, 1});
  EXPECT_EQ(cluster->collect(std::move(first), soon()).front().outcome, Outcome::kUnknown);
  silent = false;
  EXPECT_EQ(cluster->collect(std::move(second), patient()).front().outcome, Outcome::kDone);
}

TEST_F(ClusterFault, AGivenUpCallIsReadAndDropped) {
  const auto server = serve([](const Words& words) -> Scripted { return {"+" + words[0] + "\r\n"}; });
  const auto cluster = connect(*server);
  {
    const auto write = set();
    const auto given_up = cluster->send({&write, 1});
  }
  EXPECT_EQ(cluster->run_one(get(), patient()).reply.string(), "GET");
}

TEST_F(ClusterFault, NobodyThereIsUnavailableAfterTheConnectTimeout) {
  ClusterOptions options;
  options.seeds = {"127.0.0.1:1"};
  options.connect_timeout_ms = 20;
  const auto cluster = Cluster::connect(options, clock_);
  ASSERT_FALSE(cluster);
  EXPECT_EQ(cluster.error().kind, core::ErrorKind::kUnavailable);
}

TEST_F(ClusterFault, AWrongPasswordIsRefusedAtOnce) {
  const auto server = serve([](const Words&) -> Scripted { return {"-WRONGPASS invalid username-password pair\r\n"}; });
  ClusterOptions options;
  options.seeds = {server->endpoint()};
  options.password = "wrong";
  const auto cluster = Cluster::connect(options, clock_);
  ASSERT_FALSE(cluster);
  EXPECT_EQ(cluster.error().kind, core::ErrorKind::kRefused);
  EXPECT_EQ(cluster.error().cause.find("wrong "), std::string::npos);
}

TEST_F(ClusterFault, OptionsOutsideTheirRangeAreInvalid) {
  const auto kind = [&](auto change) {
    ClusterOptions options;
    options.seeds = {"127.0.0.1:1"};
    change(options);
    return Cluster::connect(options, clock_).error().kind;
  };
  EXPECT_EQ(kind([](auto& o) { o.seeds.clear(); }), core::ErrorKind::kInvalid);
  EXPECT_EQ(kind([](auto& o) { o.seeds = {"nowhere"}; }), core::ErrorKind::kInvalid);
  EXPECT_EQ(kind([](auto& o) { o.connect_timeout_ms = 9; }), core::ErrorKind::kInvalid);
  EXPECT_EQ(kind([](auto& o) { o.reconnect_first_ms = 119; }), core::ErrorKind::kInvalid);
  EXPECT_EQ(kind([](auto& o) { o.reconnect_longest_ms = 100; }), core::ErrorKind::kInvalid);
  EXPECT_EQ(kind([](auto& o) { o.replicas_wait_ms = 0; }), core::ErrorKind::kInvalid);
}

}  // namespace
}  // namespace naadam::store
