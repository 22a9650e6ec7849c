// Walking over a stage: every record that stays there is seen, whole packs and parted ones, and nothing changes.
#include <set>

#include "worlds.hpp"

namespace naadam::store {
namespace {

template <class World>
class WalkTest : public StoreTest<World> {
 protected:
  std::multiset<std::string> walked(Stage stage, std::uint32_t room) {
    std::multiset<std::string> ids;
    Walk call{.kind = this->kKind,
              .stage = stage,
              .shard = this->kShard,
              .room = room,
              .after = {},
              .answer = {},
              .batches = {}};
    while (!call.over) {
      this->store().walk({&call, 1});
      EXPECT_EQ(call.answer.outcome, Outcome::kDone) << call.answer.cause;
      for (const Batch& batch : call.batches) {
        EXPECT_TRUE(batch.well_formed());
        EXPECT_EQ(batch.stage, stage);
        for (std::size_t i = 0; i < batch.size(); ++i) ids.emplace(batch.id_bytes(i));
      }
    }
    return ids;
  }
  static std::multiset<std::string> ids_of(const Records& records) {
    std::multiset<std::string> ids;
    for (std::size_t i = 0; i < records.size(); ++i) ids.insert(records.id(i));
    return ids;
  }
};
TYPED_TEST_SUITE(WalkTest, Worlds, WorldNames);

TYPED_TEST(WalkTest, SeesEachRecordOfTheStageOnceDueOrAtRestAndNoOther) {
  const Records due = made(30, 1), resting = made(25, 2), elsewhere = made(20, 3), parked = made(3, 4);
  this->admit(due);
  this->admit(resting, kNeverDue);
  this->admit(elsewhere, 0, 2);
  this->admit(parked);
  this->park(parked);
  for (const std::uint32_t room : {1U, 10U, 400U}) {
    EXPECT_EQ(this->walked(1, room), this->ids_of(due + resting)) << room;
    EXPECT_EQ(this->walked(2, room), this->ids_of(elsewhere)) << room;
  }
  this->expect_kept(due + resting, 1);
  EXPECT_EQ(TestFixture::items(this->take()), due.size());  // still due, and only these
}

TYPED_TEST(WalkTest, SeesWhatIsLeftOfAPackAndWhatPartedFromIt) {
  const Records before = made(20, 1), after = made(20, 1, 2);
  this->admit(before, kNeverDue);
  this->advance(before.pick({3, 5, 7}), after.pick({3, 5, 7}), {.from = 1, .to = 2, .wait = kNeverDue});
  EXPECT_EQ(this->walked(2, 400), this->ids_of(before.pick({3, 5, 7})));
  EXPECT_EQ(this->walked(1, 400).size(), 17U);
}

TYPED_TEST(WalkTest, OverAnEmptyStageEndsAtOnceAndOverManyPacksGoesOn) {
  EXPECT_TRUE(this->walked(1, 400).empty());
  for (std::uint64_t seed = 1; seed <= 300; ++seed) this->admit(made(1, seed), kNeverDue, 3);
  EXPECT_EQ(this->walked(3, 50).size(), 300U);
}

}  // namespace
}  // namespace naadam::store
