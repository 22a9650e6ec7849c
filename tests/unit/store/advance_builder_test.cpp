#include "store/advance_builder.hpp"

#include <gtest/gtest.h>

#include "store/model_store.hpp"
#include "support/one_record.hpp"

namespace naadam::store {
namespace {

constexpr Stage kHere = 1, kThere = 2;

class AdvanceBuilderTest : public testing::Test {
 protected:
  core::Id put(std::uint64_t number) {
    const core::Id id = support::made_id(number);
    support::admit(
        store_,
        {.kind = Kind::kEntry, .id = id, .stage = kHere, .rev = {1, 1, number}, .state = "old", .body = "body"});
    return id;
  }
  std::vector<Batch> taken() { return support::take_due(store_, Kind::kEntry, kHere, 1'000); }

  ModelStore store_{1};
};

TEST_F(AdvanceBuilderTest, TheRecordKeepsItsBodyAndGetsTheStateWithItsRevAndCheck) {
  const core::Id id = put(1);
  const std::vector<Batch> work = taken();
  AdvanceBuilder moving(work.at(0), kThere);
  moving.add(work[0], 0, "new", 3);
  Advance call = moving.finish();
  store_.advance({&call, 1});
  ASSERT_EQ(call.answer.item(0), ItemAnswer::kDone);
  const Record record = support::read(store_, Kind::kEntry, id);
  EXPECT_EQ(record.stage, kThere);
  EXPECT_EQ(support::state_of(record, id), "new");
  EXPECT_EQ(record.body, "body");
  EXPECT_EQ(record.rev, core::next_rev({1, 1, 1}, 3, "new"));
}

TEST_F(AdvanceBuilderTest, RecordsOfSeveralBatchesGoInOneCallAndOthersStay) {
  const core::Id first = put(1), second = put(2), third = put(3);
  const std::vector<Batch> work = taken();
  ASSERT_EQ(work.size(), 3U);
  AdvanceBuilder moving(work[0], kThere);
  for (const Batch& batch : work) {
    if (batch.id(0) != third) moving.add(batch, 0, "new", 1);
  }
  EXPECT_EQ(moving.size(), 2U);
  Advance call = moving.finish();
  store_.advance({&call, 1});
  EXPECT_EQ(call.answer.count(ItemAnswer::kDone), 2U);
  EXPECT_EQ(support::read(store_, Kind::kEntry, first).stage, kThere);
  EXPECT_EQ(support::read(store_, Kind::kEntry, second).stage, kThere);
  EXPECT_EQ(support::read(store_, Kind::kEntry, third).stage, kHere);
}

TEST_F(AdvanceBuilderTest, WhoMovedMeanwhileIsStale) {
  put(1);
  const std::vector<Batch> work = taken();
  for (const ItemAnswer expected : {ItemAnswer::kDone, ItemAnswer::kStale}) {
    AdvanceBuilder moving(work.at(0), kThere);
    moving.add(work[0], 0, "new", 1);
    Advance call = moving.finish();
    store_.advance({&call, 1});
    EXPECT_EQ(call.answer.item(0), expected);
  }
}

}  // namespace
}  // namespace naadam::store
