// Redis at its memory limit: nothing new is accepted, and everything that was accepted goes on.
#include "worlds.hpp"

namespace naadam::store {
namespace {

class FullTest : public testing::Test {
 protected:
  FullTest() { admit_of(before_); }
  ~FullTest() override { limit("0"); }

  void limit(std::string_view bytes) {
    world_.redis->cluster().run_one({0, false, {"CONFIG", "SET", "maxmemory", bytes}},
                                    core::Deadline::in(world_.clock, 5'000));
  }
  Admit admit_of(const Records& records, bool owed = false) {
    Admit call;
    call.kind = Kind::kEntry;
    call.to = 1;
    call.ids = records.ids;
    call.revs = records.revs;
    call.states = Records::column(records.states);
    call.bodies = Records::column(records.bodies);
    call.owed = owed;
    world_.store().admit({&call, 1});
    return call;
  }

  RedisWorld world_;
  const Records before_ = made(20, 1), after_ = made(20, 2);
};

TEST_F(FullTest, NewRecordsAreRefusedAsNotNowAndTakenOnceThereIsRoom) {
  limit("1mb");
  const Admit refused = admit_of(after_);
  EXPECT_EQ(refused.answer.outcome, Outcome::kRefused);
  EXPECT_TRUE(refused.answer.full);
  Number number{.shard = 0, .owner = {}, .item = core::Id::from(after_.id(0)), .answer = {}};
  world_.store().number({&number, 1});
  EXPECT_EQ(number.answer.outcome, Outcome::kRefused);
  EXPECT_TRUE(number.answer.full);
  limit("0");
  EXPECT_TRUE(admit_of(after_).answer.all(ItemAnswer::kDone));
}

TEST_F(FullTest, WhatFollowsFromAcceptedRecordsIsNot) {
  limit("1mb");
  EXPECT_TRUE(admit_of(after_, true).answer.all(ItemAnswer::kDone));
  Take take;
  take.kind = Kind::kEntry;
  take.stage = 1;
  take.room = 400;
  take.lease = kHour;
  world_.store().take({&take, 1});
  std::size_t taken = 0;
  for (const Batch& batch : take.batches) taken += batch.size();
  EXPECT_EQ(taken, 40u);
  Advance advance;
  advance.kind = Kind::kEntry;
  advance.from = 1;
  advance.to = 2;
  advance.ids = before_.ids;
  advance.expected = before_.revs;
  advance.revs = made(20, 1, 2).revs;
  advance.states = Records::column(before_.states);
  advance.log = "test/1";
  world_.store().advance({&advance, 1});
  EXPECT_TRUE(advance.answer.all(ItemAnswer::kDone)) << advance.answer.cause;
  // What is told may need a document.
  const auto put = world_.store().put_fact("told", "word");
  EXPECT_TRUE(put) << put.error().cause;
  EXPECT_EQ(world_.store().get_fact("told").value(), "word");
}

}  // namespace
}  // namespace naadam::store
