// A store that is gone: calls are given up long before their own deadlines, and work again when it is back.
#include <gtest/gtest.h>
#include <poll.h>

#include <algorithm>
#include <csignal>

#include "store/redis_store.hpp"
#include "support/redis.hpp"

namespace naadam::store {
namespace {

constexpr core::Millis kCallMs = 60'000;      // what each call could wait
constexpr core::Millis kPatienceMs = 30'000;  // for twenty of them, and for the store to be there again

class CutOff : public testing::TestWithParam<std::uint16_t> {
 protected:
  std::unique_ptr<RedisStore> open() {
    RedisStoreOptions options;
    options.cluster.seeds = {redis_.address()};
    options.call_timeout_ms = kCallMs;
    options.lanes = GetParam();
    return std::move(*RedisStore::connect(options, clock_));
  }
  static bool counted(RedisStore& store) {
    const auto counts = count_all(store, Kind::kEntry);
    return std::ranges::all_of(counts, [](const Count& c) { return c.answer.outcome == Outcome::kDone; });
  }

  void kill() {
    redis_.process().signal(SIGKILL);
    redis_.process().wait(-1);
  }

  core::SystemClock clock_;
  support::TempDir dir_;
  runtime::RedisChild redis_ = started(dir_.path() / "redis");

 private:
  static runtime::RedisChild started(const std::filesystem::path& dir) {
    runtime::RedisOptions options;
    options.dir = dir;
    return runtime::RedisChild::start(options).value();
  }
};

TEST_P(CutOff, NobodyWaitsForAStoreThatIsGoneAndItIsFoundAgain) {
  const auto store = open();
  ASSERT_TRUE(counted(*store));

  kill();
  const auto begun = core::Deadline::in(clock_, kPatienceMs);
  for (int i = 0; i < 10; ++i) {
    EXPECT_FALSE(counted(*store));
    const auto fact = store->get_fact("shards");
    ASSERT_FALSE(fact);
    EXPECT_EQ(fact.error().kind, core::ErrorKind::kUnavailable);
  }
  EXPECT_GT(begun.left(clock_), 0);

  ASSERT_TRUE(redis_.restart());
  const auto again = core::Deadline::in(clock_, kPatienceMs);
  while (!(store->get_fact("shards") && counted(*store))) {
    ASSERT_GT(again.left(clock_), 0);
    ::poll(nullptr, 0, 10);
  }
}

TEST_P(CutOff, AServerThatIsStartedAgainAtOnceIsWaitedFor) {
  const auto store = open();
  kill();
  ASSERT_TRUE(redis_.restart());
  EXPECT_TRUE(counted(*store));
  EXPECT_TRUE(store->get_fact("shards"));
}

INSTANTIATE_TEST_SUITE_P(Lanes, CutOff, testing::Values(1, 16));

}  // namespace
}  // namespace naadam::store
