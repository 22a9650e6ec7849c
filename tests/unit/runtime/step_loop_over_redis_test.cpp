// The step loop over Redis, where records travel in packs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "mover.hpp"
#include "store/redis_store.hpp"
#include "store/slot.hpp"
#include "support/hand_clock.hpp"
#include "support/redis.hpp"

namespace naadam::runtime {
namespace {

using support::admit;
using testing::ElementsAre;

class StepLoopOverRedis : public testing::Test {
 protected:
  StepLoopOverRedis() {
    store::RedisStoreOptions options;
    options.cluster.seeds = {support::shared_redis().address()};
    options.shards = kShards;
    auto connected = store::RedisStore::connect(options, system_);
    if (!connected) throw std::runtime_error(connected.error().cause);
    store_ = std::move(*connected);
    mover_ = std::make_unique<Mover>(*store_);
    begin();
  }

  void begin() {
    loop_ = std::make_unique<StepLoop>(*store_, nullptr, std::vector<link::Outbox*>{}, clock_, metrics_);
    loop_->add(*mover_);
  }
  store::Answer redis(std::vector<std::string_view> words, std::string_view tag) {
    return store_->cluster().run_one({store::slot_of(tag), false, std::move(words)},
                                     core::Deadline::in(system_, 5'000));
  }
  // A round in which all that waits is due, as it would be within a few seconds.
  bool round() {
    for (std::uint16_t shard = 0; shard < kShards; ++shard) {
      const std::string tag = "{s0" + std::to_string(shard) + "}", due = tag + ":e:d:1";
      const store::Answer members = redis({"ZRANGE", due, "0", "-1"}, tag);
      for (std::size_t i = 0; i < members.reply.size(); ++i) redis({"ZADD", due, "1", members.reply[i].string()}, tag);
    }
    clock_.at += 200;
    return loop_->step(0);
  }

  static constexpr std::uint16_t kShards = 4;
  support::HandClock clock_;
  core::SystemClock system_;
  std::unique_ptr<store::RedisStore> store_;
  Metrics metrics_;
  std::unique_ptr<Mover> mover_;
  std::unique_ptr<StepLoop> loop_;
};

TEST_F(StepLoopOverRedis, APoisonRecordIsIsolatedAndParkedWhileItsNeighboursAreDone) {
  admit(*store_, support::plain_batch(0, 200));
  mover_->poison.insert(support::plain_id(0, 123));
  std::vector<std::uint64_t> left;
  while (parked(*store_, 0) == 0 && left.size() < 20) {
    round();
    left.push_back(at_stage(*store_, 0, 1));
  }
  // Twice all of them, then in twenties, in twos, and alone: after five attempts of its own it is set aside.
  EXPECT_THAT(left, ElementsAre(200, 200, 20, 2, 1, 1, 1, 1, 1, 1));
  EXPECT_EQ(parked(*store_, 0), 1u);
  EXPECT_EQ(at_stage(*store_, 0, 2), 199u);
}

TEST_F(StepLoopOverRedis, ARecordThatEndsTheProcessIsParkedAlone) {
  for (std::uint8_t shard = 0; shard < kShards; ++shard) {
    admit(*store_, support::plain_batch(shard, 100));
    admit(*store_, support::plain_batch(shard, 1, 100));
  }
  mover_->deadly.insert(support::plain_id(2, 40));
  std::size_t deaths = 0, alone = 0;
  for (bool busy = true; busy && deaths < 40;) {
    try {
      busy = round();
    } catch (const Death& death) {
      ++deaths;
      alone += death.alone ? 1 : 0;
      begin();
    }
  }
  for (std::uint8_t shard = 0; shard < kShards; ++shard) {
    EXPECT_EQ(parked(*store_, shard), shard == 2 ? 1u : 0u) << +shard;
    EXPECT_EQ(at_stage(*store_, shard, 2), shard == 2 ? 100u : 101u) << +shard;
  }
  EXPECT_GE(alone, 4u);  // its first attempt is made beside the others of its ten
  EXPECT_LE(deaths, 10u);
}

}  // namespace
}  // namespace naadam::runtime
