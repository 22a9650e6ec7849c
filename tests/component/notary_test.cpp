// The notary over a real Redis, killed between any two of its steps.
#include "notary/notary.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <iterator>
#include <random>

#include "core/bytes.hpp"
#include "history/segment.hpp"
#include "store/redis_store.hpp"
#include "support/redis.hpp"

namespace naadam {
namespace {

namespace fs = std::filesystem;

constexpr std::uint16_t kShards = 3;

constexpr core::Millis kNoon = 1'624'154'400'000;

class NotaryTest : public testing::Test {
 protected:
  NotaryTest() : redis_(support::shared_redis()), store_(connect()) {}

  std::unique_ptr<store::RedisStore> connect() {
    store::RedisStoreOptions options;
    options.cluster.seeds = {redis_.address()};
    options.shards = kShards;
    auto opened = store::RedisStore::connect(options, clock_);
    if (!opened) throw std::runtime_error(opened.error().cause);
    return std::move(*opened);
  }

  // `n` entries judged on `shard`, as one logged call. What was decided is remembered.
  void decide(std::uint16_t shard, std::size_t n) {
    store::Admit admit;
    admit.kind = store::Kind::kEntry;
    admit.shard = shard;
    admit.to = 1;
    store::Advance advance;
    store::ColumnBuilder before, after, bodies;
    for (std::size_t i = 0; i < n; ++i) {
      const std::uint64_t number = ++decided_;
      std::string id;
      core::put_u64(id, number);
      core::put_u64(id, number);
      admit.ids += id;
      core::Rev{1, 1, number}.append_to(admit.revs);
      core::Rev{1, 2, number}.append_to(advance.revs);
      before.add("received");
      after.add("judged " + std::to_string(number));
      bodies.add("body");
    }
    admit.states = before.finish();
    admit.bodies = bodies.finish();
    store_->admit({&admit, 1});
    ASSERT_TRUE(admit.answer.all(store::ItemAnswer::kDone));
    advance.kind = admit.kind;
    advance.shard = shard;
    advance.from = 1;
    advance.to = 2;
    advance.wait = store::kNeverDue;
    advance.pack = admit.answer.pack;
    advance.ids = admit.ids;
    advance.expected = admit.revs;
    advance.states = after.finish();
    advance.log = "eligibility/1";
    store_->advance({&advance, 1});
    ASSERT_TRUE(advance.answer.all(store::ItemAnswer::kDone));
  }

  fs::path dir() const { return temp_.path() / "history"; }
  core::Result<std::unique_ptr<history::Writer>> open_writer() {
    return history::Writer::open(dir(), keys_.first().value(),
                                 [this](const seal::PublicKey& in_force) { return keys_.secret_of(in_force); });
  }
  core::Result<history::Walked> walked(const std::function<void(const history::Entry&)>& visit = {}) {
    return history::walk(dir(), {.key = keys_.first().value(), .checkpoint = {}}, visit);
  }

  // What a notary does next, whether it could.
  using Step = std::function<bool(notary::Notary&, history::Writer&)>;
  // One in a process of its own that goes round these after `first`, and dies of SIGKILL after so many of them. False:
  // one could not be done.
  bool dies_after(int steps, const Step& first, const std::vector<Step>& round) {
    const pid_t child = ::fork();
    if (child == 0) {
      const auto store = connect();
      auto writer = open_writer();
      if (!writer) ::_exit(2);
      runtime::Metrics metrics;
      notary::Notary notary(*store, **writer, metrics);
      if (!first(notary, **writer)) ::_exit(3);
      for (std::size_t i = 0;; i = (i + 1) % round.size()) {
        if (steps-- == 0) ::raise(SIGKILL);
        if (!round[i](notary, **writer)) ::_exit(4);
      }
    }
    int status = 0;
    return ::waitpid(child, &status, 0) == child && WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
  }
  bool run_and_kill(int steps) {
    return dies_after(steps, [](auto&, auto&) { return true; },
                      {[](auto& notary, auto&) { return notary.read().has_value(); },
                       [](auto& notary, auto&) { return notary.write().has_value(); },
                       [](auto& notary, auto&) { return notary.sync().has_value(); },
                       [](auto& notary, auto&) { return notary.trim().has_value(); },
                       [](auto& notary, auto&) { return notary.sign(kNoon).has_value(); }});
  }
  // The same, of a notary that does nothing but change its key: make the next, hand over, sign what came, retire.
  bool rotate_and_kill(int steps) {
    return dies_after(
        steps, [this](auto& notary, auto&) { return notary.end_begun(keys_, kNoon).has_value(); },
        {[this](auto&, auto& writer) { return keys_.make_after(writer.key()).has_value(); },
         [this](auto& notary, auto& writer) { return notary.rotate(keys_, writer.key().name, kNoon).has_value(); },
         [](auto& notary, auto&) { return notary.round().has_value() && notary.sign(kNoon).has_value(); },
         [this](auto&, auto& writer) { return keys_.retire_before(writer.key()).has_value(); }});
  }
  seal::PublicKey key_in_force() {
    const auto seen = walked();
    return seen ? seen->keys->in_force() : keys_.first().value();
  }

  void finish() {
    runtime::Metrics metrics;
    auto writer = open_writer();
    ASSERT_TRUE(writer) << writer.error().cause;
    notary::Notary notary(*store_, **writer, metrics);
    for (bool more = true; more;) {
      const auto round = notary.round();
      ASSERT_TRUE(round) << round.error().cause;
      more = *round;
    }
    ASSERT_TRUE(notary.sign(kNoon));
  }

  // Every decision once, each shard in its order, and the store has forgotten them.
  void expect_all_there() {
    std::map<std::string, int> times;
    const auto seen = walked([&times](const history::Entry& entry) {
      const store::LogEntry& d = entry.decided;
      for (std::size_t i = 0; i < d.size(); ++i) {
        ++times[d.ids.substr(i * core::kIdBytes, core::kIdBytes)];
      }
    });
    ASSERT_TRUE(seen);
    EXPECT_TRUE(seen->clean()) << history::finding_name(seen->findings.front().kind);
    EXPECT_EQ(seen->records, decided_);
    EXPECT_EQ(times.size(), decided_);
    ASSERT_TRUE(seen->covered);
    EXPECT_EQ(seen->covered->size, seen->entries);
    std::vector<store::ReadLog> calls(kShards);
    for (std::uint16_t shard = 0; shard < kShards; ++shard) calls[shard].shard = shard;
    store_->read_log(calls);
    for (const store::ReadLog& call : calls) EXPECT_EQ(call.waiting, 0u);
  }

  support::TempDir temp_;
  const seal::SigningKeys keys_{temp_.path() / "keys", "notary"};
  core::SystemClock clock_;
  runtime::RedisChild& redis_;
  std::unique_ptr<store::RedisStore> store_;
  std::uint64_t decided_ = 0;
};

TEST_F(NotaryTest, KilledAfterEachOfItsStepsLosesAndDoublesNothing) {
  for (int steps = 0; steps <= 20; ++steps) {
    for (std::uint16_t shard = 0; shard < kShards; ++shard) {
      for (int i = 0; i < 5; ++i) decide(shard, 1 + static_cast<std::size_t>(i));
    }
    ASSERT_TRUE(run_and_kill(steps)) << steps;
  }
  finish();
  expect_all_there();
}

// What was written but not synced may be gone after a power cut, wholly or in part.
TEST_F(NotaryTest, AnUnsyncedTailLostToAPowerCutComesFromTheStoreAgain) {
  std::mt19937_64 random(1);
  for (int round = 0; round < 12; ++round) {
    for (int i = 0; i < 4; ++i) decide(static_cast<std::uint16_t>(random() % kShards), 1 + random() % 400);
    finish();
    const fs::path newest = history::segments_of(dir()).value().back().file;
    const auto synced = fs::file_size(newest);
    for (int i = 0; i < 4; ++i) decide(static_cast<std::uint16_t>(random() % kShards), 1 + random() % 400);
    ASSERT_TRUE(run_and_kill(2));  // read, written
    const auto written = fs::file_size(newest);
    ASSERT_GT(written, synced);
    fs::resize_file(newest, synced + random() % (written - synced));
  }
  finish();
  expect_all_there();
}

TEST_F(NotaryTest, AStoreThatLostItsLogLeavesAGapThatIsTold) {
  decide(0, 2);
  decide(0, 2);
  finish();
  decide(0, 2);
  store::TrimLog trim{.shard = 0, .upto = {store_->epoch(), 2}, .answer = {}};
  store_->trim_log({&trim, 1});  // nobody had written it down
  decide(0, 2);
  finish();
  const auto seen = walked();
  ASSERT_TRUE(seen);
  ASSERT_EQ(seen->findings.size(), 1u);
  EXPECT_EQ(seen->findings[0].kind, history::FindingKind::kPlacesMissing);
  EXPECT_EQ(seen->findings[0].last, (store::LogPlace{store_->epoch(), 1}));
  EXPECT_EQ(seen->findings[0].has, (store::LogPlace{store_->epoch(), 3}));
}

// Within the hand-over itself: tests/unit/history/hand_over_test.cpp.
TEST_F(NotaryTest, KilledAfterEachStepOfAKeyChangeOneKeyIsInForce) {
  std::size_t changes = 0;
  for (int steps = 0; steps <= 10; ++steps) {
    decide(static_cast<std::uint16_t>(steps % kShards), 2);
    const seal::PublicKey before = key_in_force();
    const bool begun = keys_.begun_after(before).value().has_value();
    ASSERT_TRUE(rotate_and_kill(steps)) << steps;
    // The history is whole as it lies there, and the key it names can sign.
    const auto seen = walked();
    ASSERT_TRUE(seen);
    EXPECT_TRUE(seen->clean()) << steps << history::finding_name(seen->findings.front().kind);
    EXPECT_TRUE(keys_.keeps_secret_of(seen->keys->in_force())) << steps;
    EXPECT_EQ(seen->keys->in_force() == before, !begun && steps < 2) << steps;
    changes = seen->keys->terms().size() - 1;
  }
  EXPECT_GT(changes, 10u);
  {
    // A change asked for twice is one.
    runtime::Metrics metrics;
    const auto writer = open_writer();
    ASSERT_TRUE(writer) << writer.error().cause;
    notary::Notary notary(*store_, **writer, metrics);
    ASSERT_TRUE(notary.end_begun(keys_, kNoon));
    const std::string from = (*writer)->key().name;
    ASSERT_TRUE(notary.rotate(keys_, from, kNoon));
    const seal::PublicKey after = (*writer)->key();
    EXPECT_NE(after.name, from);
    ASSERT_TRUE(notary.rotate(keys_, from, kNoon));
    EXPECT_EQ((*writer)->key(), after);
  }
  finish();
  expect_all_there();
  EXPECT_FALSE(fs::exists(temp_.path() / "keys" / "notary.key"));
}

}  // namespace
}  // namespace naadam
