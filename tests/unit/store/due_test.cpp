// What wants attention when: take, defer, park, replay; the same from the model and from Redis.
#include <algorithm>

#include "worlds.hpp"

namespace naadam::store {
namespace {

using Counts = std::map<int, std::uint64_t>;

template <class World>
class DueTest : public StoreTest<World> {};
TYPED_TEST_SUITE(DueTest, Worlds, WorldNames);

std::set<std::string> ids_of(const std::vector<Batch>& batches) {
  std::set<std::string> ids;
  for (const Batch& batch : batches) {
    for (std::size_t i = 0; i < batch.size(); ++i) ids.emplace(batch.id_bytes(i));
  }
  return ids;
}

TYPED_TEST(DueTest, NothingIsHandedOutBeforeItIsDue) {
  this->admit(made(3, 1), kHour);
  this->admit(made(2, 2), kNeverDue);
  EXPECT_TRUE(this->take().empty());
  this->admit(made(4, 3), 0);
  EXPECT_EQ(this->items(this->take()), 4u);
}

TYPED_TEST(DueTest, WhatIsDueLaterThanAnybodyAskedForIsDueNow) {
  this->admit(made(3, 1), 2 * kHour);
  this->admit(made(2, 2), kNeverDue);
  this->admit(made(4, 3), kHour / 2);
  EXPECT_TRUE(this->take().empty());
  EXPECT_TRUE(this->take(1, 400, kHour, 3 * kHour).empty());
  EXPECT_EQ(this->items(this->take(1, 400, kHour, kHour)), 3u);
  EXPECT_TRUE(this->take(1, 400, kHour, kHour).empty()) << "leased";
}

TYPED_TEST(DueTest, WhatIsHandedOutIsWhatWasWritten) {
  const Records records = made(30, 1);
  this->admit(records);
  std::size_t n = 0;
  for (const Batch& batch : this->take()) {
    EXPECT_EQ(batch.kind, this->kKind);
    EXPECT_EQ(batch.stage, 1);
    EXPECT_EQ(batch.shard, this->kShard);
    EXPECT_EQ(batch.attempts, 1u);
    EXPECT_EQ(batch.pack.size(), kPackNameBytes);
    for (std::size_t i = 0; i < batch.size(); ++i, ++n) {
      const std::size_t at = records.ids.find(batch.id_bytes(i)) / core::kIdBytes;
      ASSERT_LT(at, records.size());
      EXPECT_EQ(batch.rev(i).bytes(), records.rev(at));
      EXPECT_EQ(batch.state(i), records.states[at]);
      EXPECT_EQ(batch.body(i), records.bodies[at]);
    }
  }
  EXPECT_EQ(n, records.size());
}

TYPED_TEST(DueTest, ALeaseHidesAndALeaseThatRanOutShowsAgain) {
  this->admit(made(5, 1));
  EXPECT_EQ(this->items(this->take(1, 400, 0)), 5u);
  const auto again = this->take(1, 400, kHour);
  ASSERT_EQ(this->items(again), 5u);
  EXPECT_EQ(again.front().attempts, 2u);
  EXPECT_TRUE(this->take().empty());
}

TYPED_TEST(DueTest, RoomIsNeverExceededAndNothingIsHandedOutTwice) {
  for (const std::size_t n : {1u, 2u, 199u, 200u}) this->admit(made(n, n));
  std::set<std::string> all;
  std::size_t handed_out = 0;
  for (const std::uint32_t room : {1u, 7u, 150u, 400u, 400u, 400u}) {
    const auto batches = this->take(1, room);
    EXPECT_LE(this->items(batches), room);
    EXPECT_GT(this->items(batches), 0u) << room;
    handed_out += this->items(batches);
    all.merge(ids_of(batches));
    if (handed_out == 402) break;
  }
  EXPECT_EQ(handed_out, 402u);
  EXPECT_EQ(all.size(), 402u);
  EXPECT_TRUE(this->take().empty());
  EXPECT_EQ(this->counts(), (Counts{{1, 402}}));
}

TYPED_TEST(DueTest, WhatHasBeenDueLongestComesFirst) {
  std::vector<Records> order;
  for (std::uint64_t i = 0; i < 5; ++i) {
    order.push_back(made(1, 50 - i));
    this->admit(order.back());
    this->world_.tick();
  }
  for (const Records& expected : order) {
    const auto batches = this->take(1, 1);
    ASSERT_EQ(batches.size(), 1u);
    EXPECT_EQ(batches[0].ids, expected.ids);
  }
}

TYPED_TEST(DueTest, ProgressForgetsAttempts) {
  const Records before = made(1, 1), after = made(1, 1, 2);
  this->admit(before);
  for (std::uint32_t attempt = 1; attempt <= 4; ++attempt) {
    const auto batches = this->take(1, 400, 0);
    ASSERT_EQ(batches.size(), 1u);
    EXPECT_EQ(batches[0].attempts, attempt);
  }
  this->advance(before, after, {});
  EXPECT_EQ(this->take(2)[0].attempts, 1u);
}

TYPED_TEST(DueTest, DeferMovesTheDueTimeAndTheAttempts) {
  this->admit(made(1, 1));
  const std::string pack = this->take(1, 400, kHour)[0].pack;
  this->defer(pack, 0, -1);
  EXPECT_EQ(this->take(1, 400, 0)[0].attempts, 1u);
  this->defer(pack, 0, 3);
  EXPECT_EQ(this->take(1, 400, 0)[0].attempts, 5u);
  this->defer(pack, 0, -9);
  EXPECT_EQ(this->take(1, 400, 0)[0].attempts, 1u);
  this->defer(pack, kHour);
  EXPECT_TRUE(this->take().empty());
  this->defer(pack, 0);
  EXPECT_EQ(this->items(this->take(1, 400, 0)), 1u);
  this->defer(pack, kNeverDue);
  EXPECT_TRUE(this->take().empty());
}

TYPED_TEST(DueTest, DeferOfAnotherStageOrAnUnknownPackChangesNothing) {
  this->admit(made(1, 1));
  const std::string pack = this->take(1, 400, kHour)[0].pack;
  this->defer(pack, 0, 0, 2);
  this->defer("nobodyis", 0);
  EXPECT_TRUE(this->take(1).empty());
  EXPECT_TRUE(this->take(2).empty());
}

TYPED_TEST(DueTest, DeferTouchesNobodyElsesRecords) {
  // Two records of one owner: their ids begin with the same eight bytes.
  Records records = made(2, 1);
  records.ids.replace(core::kIdBytes, 8, records.ids, 0, 8);
  this->admit(records.pick({0}));
  this->admit(records.pick({1}));
  const auto batches = this->take();
  ASSERT_EQ(batches.size(), 2u);
  this->defer(batches[0].pack, 0);
  const auto again = this->take();
  ASSERT_EQ(again.size(), 1u);
  EXPECT_EQ(again[0].ids, batches[0].ids);
}

TYPED_TEST(DueTest, ParkedRecordsRestUntilReplayed) {
  const Records records = made(4, 1);
  this->admit(records);
  this->take(1, 400, 0);
  EXPECT_EQ(this->park(records.pick({1, 3})), "dd");
  EXPECT_EQ(this->counted().parked, 2u);
  EXPECT_EQ(this->counts(), (Counts{{1, 4}}));
  EXPECT_EQ(this->items(this->take(1, 400, kHour)), 2u);
  this->expect_kept(records, 1);
  EXPECT_EQ(this->replay(1), 1u);
  EXPECT_EQ(this->counted().parked, 1u);
  EXPECT_EQ(this->replay(400), 1u);
  EXPECT_EQ(this->replay(400), 0u);
  const auto batches = this->take();
  EXPECT_EQ(ids_of(batches), (std::set<std::string>{records.id(1), records.id(3)}));
  EXPECT_EQ(batches[0].attempts, 1u);
  EXPECT_EQ(this->counted().parked, 0u);
}

TYPED_TEST(DueTest, ParkAnswersPerItem) {
  const Records records = made(3, 1);
  this->admit(records.pick({0, 1}));
  const Records asked = records.pick({0}) + made(3, 1, 1, 9).pick({1}) + records.pick({2}) + records.pick({0});
  EXPECT_EQ(this->park(asked), "dsrs");
  EXPECT_EQ(this->park(records.pick({1}), 2), "s");
  EXPECT_EQ(this->counted().parked, 1u);
  EXPECT_EQ(this->counts(), (Counts{{1, 2}}));
  EXPECT_EQ(this->replay(400), 1u);
  EXPECT_EQ(this->items(this->take()), 2u);
}

TYPED_TEST(DueTest, ParkingAgainChangesNothing) {
  const Records records = made(2, 1);
  this->admit(records);
  EXPECT_EQ(this->park(records), "dd");
  EXPECT_EQ(this->park(records), "dd");
  EXPECT_EQ(this->counted().parked, 2u);
  EXPECT_EQ(this->replay(400), 2u);
  EXPECT_EQ(this->items(this->take()), 2u);
}

TYPED_TEST(DueTest, AParkedRecordMayStillAdvanceOrBeApplied) {
  const Records one = made(2, 1, 1), two = made(2, 1, 2);
  this->admit(one);
  this->park(one);
  EXPECT_EQ(this->advance(one.pick({0}), two.pick({0}), {}).answer.letters, "d");
  EXPECT_EQ(this->apply(two.pick({1})).answer.letters, "d");
  EXPECT_EQ(this->counted().parked, 0u);
  EXPECT_EQ(this->replay(400), 0u);
  EXPECT_EQ(this->items(this->take(1)), 1u);
  EXPECT_EQ(this->items(this->take(2)), 1u);
}

TYPED_TEST(DueTest, TheOldestDueTimeIsTold) {
  this->admit(made(1, 1), kHour);
  EXPECT_EQ(this->counted().stages[1].oldest_due_ms, 0);
  this->admit(made(1, 2), 0);
  this->world_.tick();
  EXPECT_GT(this->counted().stages[1].oldest_due_ms, 0);
}

// Packs are Redis' own: how they shrink when they come back without progress.
class SplitTest : public StoreTest<RedisWorld> {
 protected:
  std::vector<std::size_t> sizes(const std::vector<Batch>& batches) {
    std::vector<std::size_t> all;
    for (const Batch& batch : batches) all.push_back(batch.size());
    return all;
  }
};

TEST_F(SplitTest, APackWithoutProgressComesBackInTenthsUntilEachIsAlone) {
  const Records records = made(200, 1);
  admit(records);
  EXPECT_EQ(sizes(take(1, 400, 0)), (std::vector<std::size_t>{200}));
  EXPECT_EQ(sizes(take(1, 400, 0)), (std::vector<std::size_t>{200}));
  EXPECT_EQ(sizes(take(1, 400, 0)), std::vector<std::size_t>(10, 20));
  EXPECT_EQ(sizes(take(1, 400, 0)), std::vector<std::size_t>(100, 2));
}

TEST_F(SplitTest, ARecordAloneCountsItsOwnAttempts) {
  admit(made(2, 1));
  take(1, 400, 0);
  take(1, 400, 0);
  const auto alone = take(1, 400, 0);
  ASSERT_EQ(sizes(alone), (std::vector<std::size_t>{1, 1}));
  EXPECT_EQ(alone[0].attempts, 1u);
  EXPECT_EQ(take(1, 400, 0)[0].attempts, 2u);
}

TEST_F(SplitTest, SplittingForRoomIsNoAttempt) {
  admit(made(100, 1));
  const auto first = take(1, 30, kHour);
  ASSERT_EQ(sizes(first), (std::vector<std::size_t>{30}));
  EXPECT_EQ(first[0].attempts, 1u);
  const auto rest = take(1, 400, 0);
  ASSERT_EQ(sizes(rest), (std::vector<std::size_t>{30, 30, 10}));
  for (const Batch& batch : rest) EXPECT_EQ(batch.attempts, 1u);
}

TEST_F(SplitTest, WhatPartedIsNotHandedOutAgain) {
  const Records before = made(10, 1), after = made(10, 1, 2);
  admit(before);
  advance(before.pick({2, 5}), after.pick({2, 5}), {.wait = kHour});
  const auto batches = take(1, 400, kHour);
  ASSERT_EQ(sizes(batches), (std::vector<std::size_t>{8}));
  const Records rest = before.pick({0, 1, 3, 4, 6, 7, 8, 9});
  EXPECT_EQ(batches[0].ids, rest.ids);
  // Its ranks are closed now, so the whole pack advances in one piece and keeps its name.
  const Advance done = advance(rest, after.pick({0, 1, 3, 4, 6, 7, 8, 9}), {.pack = batches[0].pack});
  EXPECT_EQ(done.answer.pack, batches[0].pack);
}

}  // namespace
}  // namespace naadam::store
