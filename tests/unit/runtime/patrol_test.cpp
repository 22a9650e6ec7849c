#include "runtime/patrol.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <stdexcept>

#include "store/model_store.hpp"
#include "support/hand_clock.hpp"
#include "support/one_record.hpp"

namespace naadam::runtime {
namespace {

using testing::Each;
using testing::Ge;
using testing::Pair;
using testing::SizeIs;

constexpr store::Lap kBeat{store::Kind::kDraw, 2};
constexpr std::uint64_t kRecords = 3 * Patrol::kAtOnce + 1;

class PatrolTest : public testing::Test {
 protected:
  PatrolTest() {
    for (std::uint64_t i = 0; i < kRecords; ++i) put(i, kBeat.stage);
  }
  void put(std::uint64_t number, store::Stage stage) {
    support::admit(model_, {.kind = kBeat.kind,
                            .id = support::made_id(number),
                            .stage = stage,
                            .rev = {1, 1, 1},
                            .state = "state",
                            .body = "",
                            .wait = store::kNeverDue});
  }
  void walk(int periods) {
    Metrics metrics;
    StepLoop loop(model_, nullptr, {}, clock_, metrics);
    Patrol patrol(model_, kBeat, [this](const store::Batch& batch, std::size_t i) {
      ++seen_[batch.id(i)];
      if (throws_) throw std::runtime_error("not now");
    });
    patrol.work_on(loop, "patrol");
    for (int i = 0; i < periods; ++i) {
      loop.step(0);
      clock_.at += Patrol::kPeriod;
    }
  }

  support::HandClock clock_;
  store::ModelStore model_{4};
  std::map<core::Id, int> seen_;
  bool throws_ = false;
};

TEST_F(PatrolTest, EveryRecordHasItsTurnAndThenAgain) {
  walk(40);
  EXPECT_THAT(seen_, SizeIs(kRecords));
  EXPECT_THAT(seen_, Each(Pair(testing::_, Ge(2))));
}

TEST_F(PatrolTest, AFewAtATime) {
  walk(1);
  EXPECT_LE(seen_.size(), Patrol::kAtOnce);
}

TEST_F(PatrolTest, WhoseTurnFailsKeepsNoOtherFromItsOwn) {
  throws_ = true;
  walk(40);
  EXPECT_THAT(seen_, SizeIs(kRecords));
}

TEST_F(PatrolTest, WhatStandsElsewhereIsLeftAlone) {
  put(kRecords, kBeat.stage + 1);
  walk(40);
  EXPECT_FALSE(seen_.contains(support::made_id(kRecords)));
}

}  // namespace
}  // namespace naadam::runtime
