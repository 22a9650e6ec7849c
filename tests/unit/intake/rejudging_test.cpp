#include "intake/rejudging.hpp"

#include <gtest/gtest.h>

#include "intake/reporting.hpp"
#include "runtime/rejudged.hpp"
#include "store/keys.hpp"
#include "stored_entries.hpp"

namespace naadam::intake {
namespace {

using store::Kind;

const std::string kFirst = "000000000000000a0000000000000000";
const std::string kSecond = "000000000000000b0000000000000000";
constexpr std::uint64_t kOfFirst = 0xa;
constexpr std::uint64_t kOfSecond = 0xb;

class RejudgingTest : public StoredEntries {
 protected:
  RejudgingTest() { in_force(kFirst); }

  void in_force(const std::string& version) {
    domain::Edition edition;
    edition.version = version;
    installation_.edition = std::make_shared<const domain::Edition>(std::move(edition));
  }
  void finish(Rejudging& rejudging) {
    for (int steps = 0; !rejudging.step(); ++steps) ASSERT_LT(steps, 1'000);
  }
  // A data set that was judged by the first version, all of it.
  void judged_by_first() {
    Rejudging rejudging(model_, clock_, installation_, metrics_, 0);
    finish(rejudging);
  }
  runtime::Rejudged kept() { return runtime::load_rejudged(model_).value().value_or(runtime::Rejudged{}); }
  store::Stage stage_of(std::uint64_t number) { return read(model_, Kind::kEntry, made_id(number)).stage; }
  // Of all entries that wait to be told of.
  std::vector<store::Batch> judged() {
    std::vector<store::Batch> work;
    for (std::uint16_t shard = 0; shard < kShards; ++shard) {
      store::Walk walk;
      walk.kind = Kind::kEntry;
      walk.stage = wire::entry_stage::kJudged;
      walk.shard = shard;
      model_.walk({&walk, 1});
      work.insert(work.end(), walk.batches.begin(), walk.batches.end());
    }
    return work;
  }
  std::uint64_t filled() {
    store::ReadMarks marks{.shard = core::shard_of(upload_, kShards),
                           .upload = upload_,
                           .from = 0,
                           .count = 10,
                           .answer = {},
                           .marks = {}};
    model_.read_marks({&marks, 1});
    return marks.filled;
  }
};

TEST_F(RejudgingTest, WhatWasJudgedByAnotherVersionGoesBackAndTheRestStays) {
  judged_by_first();
  Rejudging rejudging(model_, clock_, installation_, metrics_, 0);
  EXPECT_TRUE(rejudging.step());
  put_entry(model_, 1, wire::entry_stage::kSettled, {1, 4, 9}, true, kOfFirst);
  put_entry(model_, 2, wire::entry_stage::kReported, {1, 3, 9}, true, kOfFirst);
  put_entry(model_, 3, wire::entry_stage::kSettled, {1, 4, 9}, true, kOfSecond);
  put_entry(model_, 4, wire::entry_stage::kJudged, {1, 2, 9}, true, kOfFirst);
  in_force(kSecond);
  finish(rejudging);
  expect(1, wire::entry_stage::kReceived, 1, false);
  expect(2, wire::entry_stage::kReceived, 1, false);
  expect(3, wire::entry_stage::kSettled, 1, false);
  expect(4, wire::entry_stage::kReceived, 1, false);
  const store::Record sent = read(model_, Kind::kEntry, made_id(1));
  EXPECT_EQ(sent.rev.n, 5u);
  EXPECT_EQ(sent.body, "sealed");
}

TEST_F(RejudgingTest, AnEntryTakenIntoANewerEpochOwesItsNotice) {
  judged_by_first();
  put_entry(model_, 1, wire::entry_stage::kSettled, {1, 4, 9}, true, kOfFirst);
  model_.raise_epoch();
  in_force(kSecond);
  Rejudging rejudging(model_, clock_, installation_, metrics_, 0);
  finish(rejudging);
  expect(1, wire::entry_stage::kReceived, model_.epoch(), true);
}

TEST_F(RejudgingTest, ADataSetThatNeverJudgedAgainIsWalkedOnceWithoutWaiting) {
  put_entry(model_, 1, wire::entry_stage::kSettled, {1, 4, 9}, true, kOfSecond);
  support::HandClock clock;
  Rejudging rejudging(model_, clock, installation_, metrics_, 10'000);
  finish(rejudging);
  EXPECT_EQ(stage_of(1), wire::entry_stage::kReceived);
  EXPECT_TRUE(kept().is_of(kFirst, 0));
  EXPECT_TRUE(kept().over());
}

TEST_F(RejudgingTest, BeginsOnlyWhenEverybodyHasHeardOfTheVersion) {
  judged_by_first();
  put_entry(model_, 1, wire::entry_stage::kSettled, {1, 4, 9}, true, kOfFirst);
  support::HandClock clock;
  Rejudging rejudging(model_, clock, installation_, metrics_, 100);
  EXPECT_TRUE(rejudging.step());
  in_force(kSecond);
  EXPECT_FALSE(rejudging.step());
  clock.at += 99;
  EXPECT_FALSE(rejudging.step());
  EXPECT_EQ(stage_of(1), wire::entry_stage::kSettled);
  EXPECT_FALSE(kept().is_of(kSecond, 0));
  clock.at += 1;
  finish(rejudging);
  EXPECT_EQ(stage_of(1), wire::entry_stage::kReceived);
  EXPECT_TRUE(kept().is_of(kSecond, 0));
  EXPECT_EQ(kept().share(kShards), 1);
}

TEST_F(RejudgingTest, AnotherProcessGoesOnWhereOneStopped) {
  judged_by_first();
  for (std::uint64_t i = 1; i <= 1'500; ++i) {
    put_entry(model_, i, wire::entry_stage::kSettled, {1, 4, 9}, true, kOfFirst);
  }
  in_force(kSecond);
  {
    Rejudging first(model_, clock_, installation_, metrics_, 0);
    while (stage_of(1) == wire::entry_stage::kSettled) ASSERT_FALSE(first.step());
  }
  const std::string stopped = model_.get_fact(store::keys::kRejudged).value().value();
  Rejudging second(model_, clock_, installation_, metrics_, 0);
  ASSERT_FALSE(second.step());
  EXPECT_NE(stopped, model_.get_fact(store::keys::kRejudged).value().value());
  finish(second);
  for (std::uint64_t i = 1; i <= 1'500; ++i) ASSERT_EQ(stage_of(i), wire::entry_stage::kReceived) << i;
}

TEST_F(RejudgingTest, ACopyThatHearsLaterDoesNotBeginAnew) {
  judged_by_first();
  Rejudging late(model_, clock_, installation_, metrics_, 0);
  ASSERT_TRUE(late.step());
  in_force(kSecond);
  Rejudging early(model_, clock_, installation_, metrics_, 0);
  finish(early);
  EXPECT_TRUE(late.step());
}

TEST_F(RejudgingTest, WhatCameBackIsMetWhereSomebodyAsks) {
  judged_by_first();
  support::HandClock clock;
  Rejudging rejudging(model_, clock, installation_, metrics_, 100);
  ASSERT_TRUE(rejudging.step());
  put_entry(model_, 1, wire::entry_stage::kSettled, {1, 4, 9}, true, kOfSecond);
  ASSERT_TRUE(runtime::ask_to_rejudge(model_));
  ASSERT_TRUE(rejudging.step()) << "it looks but now and then";
  clock.at += 1'000;
  EXPECT_FALSE(rejudging.step());
  clock.at += 99;
  EXPECT_FALSE(rejudging.step());
  EXPECT_EQ(stage_of(1), wire::entry_stage::kSettled);
  clock.at += 1;
  finish(rejudging);
  EXPECT_EQ(stage_of(1), wire::entry_stage::kReceived);
}

// Of two versions that follow each other the walk may have seen but the first, which is in force again.
TEST_F(RejudgingTest, AVersionThatComesBackIsWalkedForThoughItHadBeen) {
  judged_by_first();
  support::HandClock clock;
  Rejudging rejudging(model_, clock, installation_, metrics_, 100);
  ASSERT_TRUE(rejudging.step());
  in_force(kSecond);
  ASSERT_TRUE(runtime::ask_to_rejudge(model_));
  clock.at += 50;
  EXPECT_FALSE(rejudging.step());
  put_entry(model_, 1, wire::entry_stage::kSettled, {1, 4, 9}, true, kOfSecond);
  in_force(kFirst);
  ASSERT_TRUE(runtime::ask_to_rejudge(model_));
  clock.at += 1'000;
  EXPECT_FALSE(rejudging.step());
  clock.at += 100;
  finish(rejudging);
  EXPECT_EQ(stage_of(1), wire::entry_stage::kReceived);
}

TEST_F(RejudgingTest, ATornFactMeansFromTheBeginning) {
  const std::string version = kFirst;
  for (const std::string& torn : {std::string(), std::string("x"), version, version + " 0 9 0 ", version + " 0 4 0 ",
                                  version + " 0 1 9 ", version + " 0 1 0 zz", version + " x 1 0 "}) {
    ASSERT_TRUE(model_.put_fact(store::keys::kRejudged, torn));
    EXPECT_EQ(kept().version, "") << torn;
    EXPECT_FALSE(kept().over()) << torn;
  }
}

TEST_F(RejudgingTest, AVerdictOfAnEditionNotPublishedAnyMoreTellsNobody) {
  in_force(kSecond);
  ASSERT_TRUE(model_.put_fact(store::keys::kEdition, kSecond));
  put_entry(model_, 1, wire::entry_stage::kJudged, {1, 2, 9}, true, kOfFirst);
  runtime::Forward nowhere(nullptr, 100, 1'000, 1);
  Reporting reporting(model_, nowhere, installation_, metrics_);
  auto work = judged();
  reporting.handle(work);
  EXPECT_EQ(stage_of(1), wire::entry_stage::kReceived);
  EXPECT_EQ(filled(), 0u);
  EXPECT_TRUE(judged().empty());
}

TEST_F(RejudgingTest, AVerdictOfThePublishedEditionIsReportedThoughThisCopyHasNotHeardOfItYet) {
  in_force(kFirst);
  ASSERT_TRUE(model_.put_fact(store::keys::kEdition, kSecond));
  put_entry(model_, 1, wire::entry_stage::kJudged, {1, 2, 9}, true, kOfSecond);
  runtime::Forward nowhere(nullptr, 100, 1'000, 1);
  Reporting reporting(model_, nowhere, installation_, metrics_);
  auto work = judged();
  reporting.handle(work);
  EXPECT_EQ(stage_of(1), wire::entry_stage::kSettled);
  EXPECT_EQ(filled(), 1u);
}

}  // namespace
}  // namespace naadam::intake
