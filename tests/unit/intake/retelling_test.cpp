#include "intake/retelling.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <utility>

#include "core/bytes.hpp"
#include "intake/reporting.hpp"
#include "store/keys.hpp"
#include "stored_entries.hpp"
#include "wire/upload.hpp"

namespace naadam::intake {
namespace {

using store::Kind;

constexpr std::uint32_t kOld = 1;

class RetellingTest : public StoredEntries {
 protected:
  void finish(Retelling& retelling) {
    for (int steps = 0; !retelling.step(); ++steps) ASSERT_LT(steps, 1'000);
  }
  // Hands over all that are judged, due or not; so many lie in packs of their own.
  void report_all(std::size_t packs) {
    runtime::Forward nowhere(nullptr, 100, 1'000, 1);
    Reporting reporting(model_, nowhere, installation_, metrics_);
    std::vector<store::Batch> work;
    for (std::uint16_t shard = 0; shard < kShards; ++shard) {
      store::Walk walk;
      walk.kind = Kind::kEntry;
      walk.stage = wire::entry_stage::kJudged;
      walk.shard = shard;
      model_.walk({&walk, 1});
      work.insert(work.end(), walk.batches.begin(), walk.batches.end());
    }
    ASSERT_EQ(work.size(), packs);
    reporting.handle(work);
  }
};

TEST_F(RetellingTest, ANewDataSetHasNothingToTellAgain) {
  put_entry(model_, 1, wire::entry_stage::kSettled, {kOld, 4, 9});
  Retelling retelling(model_, clock_, installation_, metrics_, 0);
  EXPECT_TRUE(retelling.step());
  expect(1, wire::entry_stage::kSettled, kOld, false);
}

TEST_F(RetellingTest, WhatWasToldUnderAnOlderEpochGoesBackAndTheRestStays) {
  Retelling retelling(model_, clock_, installation_, metrics_, 0);
  ASSERT_TRUE(retelling.step());
  model_.raise_epoch();
  const std::uint32_t now = model_.epoch();
  put_entry(model_, 1, wire::entry_stage::kReported, {kOld, 3, 9});
  put_entry(model_, 2, wire::entry_stage::kSettled, {kOld, 4, 9});
  put_entry(model_, 3, wire::entry_stage::kSettled, {kOld, 4, 9}, false);
  put_entry(model_, 4, wire::entry_stage::kSettled, {now, 4, 9});
  put_entry(model_, 5, wire::entry_stage::kReceived, {kOld, 1, 9});
  put(model_, Kind::kUpload, upload_, wire::upload_stage::kComplete, wire::encode(wire::UploadState{}), {kOld, 3, 9});
  finish(retelling);
  expect(1, wire::entry_stage::kJudged, now, true);
  expect(2, wire::entry_stage::kJudged, now, true);
  expect(3, wire::entry_stage::kJudged, now, false);  // nobody to send a message to
  expect(4, wire::entry_stage::kSettled, now, false);
  expect(5, wire::entry_stage::kReceived, kOld, false);
  EXPECT_EQ(read(model_, Kind::kUpload, upload_).stage, wire::upload_stage::kStored);
  EXPECT_EQ(read(model_, Kind::kUpload, upload_).rev.epoch, now);
}

TEST_F(RetellingTest, AnotherProcessGoesOnWhereOneStopped) {
  {
    Retelling first(model_, clock_, installation_, metrics_, 0);
    ASSERT_TRUE(first.step());
  }
  for (std::uint64_t i = 1; i <= 1'500; ++i) put_entry(model_, i, wire::entry_stage::kSettled, {kOld, 4, 9});
  model_.raise_epoch();
  {
    Retelling second(model_, clock_, installation_, metrics_, 0);
    while (read(model_, Kind::kEntry, made_id(1)).stage == wire::entry_stage::kSettled) ASSERT_FALSE(second.step());
  }
  const auto how_far = [this] {
    return runtime::load_retold(model_, store::keys::kRetold, runtime::Retold::kEntriesLaps).value().value();
  };
  EXPECT_EQ(how_far().epoch, model_.epoch());
  EXPECT_GT(how_far().share, 0);
  EXPECT_LT(how_far().share, 1);
  const std::string stopped = model_.get_fact(store::keys::kRetold).value().value();
  Retelling third(model_, clock_, installation_, metrics_, 0);
  ASSERT_FALSE(third.step());
  EXPECT_NE(stopped, model_.get_fact(store::keys::kRetold).value().value());
  finish(third);
  for (std::uint64_t i = 1; i <= 1'500; ++i) {
    ASSERT_EQ(read(model_, Kind::kEntry, made_id(i)).stage, wire::entry_stage::kJudged) << i;
  }
  EXPECT_EQ(how_far().share, 1);
  EXPECT_TRUE(Retelling(model_, clock_, installation_, metrics_, 0).step());
}

TEST_F(RetellingTest, MarksLostWithTheirShardAreMadeAgain) {
  put_entry(model_, 7, wire::entry_stage::kSettled, {kOld, 4, 9});  // and its upload has no mark
  Retelling retelling(model_, clock_, installation_, metrics_, 0);
  ASSERT_TRUE(retelling.step());
  model_.raise_epoch();
  runtime::Forward nowhere(nullptr, 100, 1'000, 1);
  Reporting reporting(model_, nowhere, installation_, metrics_);
  runtime::StepLoop loop(model_, nullptr, {}, clock_, metrics_);
  loop.add(reporting);
  finish(retelling);
  while (loop.step(0)) {
  }
  store::ReadMarks marks{
      .shard = core::shard_of(upload_, kShards), .upload = upload_, .from = 7, .count = 1, .answer = {}, .marks = {}};
  model_.read_marks({&marks, 1});
  EXPECT_EQ(marks.filled, 1U);
  const wire::RowMark mark = wire::get_mark(marks.marks);
  EXPECT_EQ(mark.epoch, model_.epoch());
  EXPECT_EQ(mark.verdict, wire::Verdict::kAccepted);
  EXPECT_EQ(read(model_, Kind::kEntry, made_id(7)).stage, wire::entry_stage::kReported);  // to the recipient
}

TEST_F(RetellingTest, AnEntryMetUnderANewerEpochIsLiftedIntoItAndOwesItsNoticeAgain) {
  put_entry(model_, 1, wire::entry_stage::kJudged, {kOld, 6, 9});         // told before, nothing new to say
  put_entry(model_, 2, wire::entry_stage::kJudged, {kOld, 6, 9}, false);  // nobody to tell
  put_entry(model_, 3, wire::entry_stage::kJudged, {kOld + 1, 6, 9});
  model_.raise_epoch();
  report_all(3);
  expect(1, wire::entry_stage::kJudged, model_.epoch(), true);
  expect(2, wire::entry_stage::kJudged, model_.epoch(), false);
  expect(3, wire::entry_stage::kSettled, model_.epoch(), false);
  report_all(2);
  expect(1, wire::entry_stage::kReported, model_.epoch(), true);
  expect(2, wire::entry_stage::kSettled, model_.epoch(), false);
}

TEST_F(RetellingTest, AnEntrySetBackBehindWhatItsUploadHasHeardIsHeardAgain) {
  const auto mark_of_upload = [this](std::string marks) {
    store::Mark call{.shard = core::shard_of(upload_, kShards),
                     .upload = upload_,
                     .rows = {},
                     .marks = {},
                     .answer = {},
                     .filled = 0};
    core::put_u32(call.rows, 1);
    call.marks = std::move(marks);
    model_.mark({&call, 1});
  };
  std::string newer;
  wire::put_mark(newer, {kOld, 8, wire::Verdict::kReturned, 0, {}});
  mark_of_upload(newer);
  put_entry(model_, 1, wire::entry_stage::kJudged, {kOld, 6, 9});
  model_.raise_epoch();
  report_all(1);
  report_all(1);
  store::ReadMarks marks{
      .shard = core::shard_of(upload_, kShards), .upload = upload_, .from = 1, .count = 1, .answer = {}, .marks = {}};
  model_.read_marks({&marks, 1});
  const wire::RowMark mark = wire::get_mark(marks.marks);
  EXPECT_EQ(mark.epoch, model_.epoch());
  EXPECT_EQ(mark.verdict, wire::Verdict::kAccepted);
}

TEST_F(RetellingTest, BeginsOnlyWhenStepsOfTheOldEpochAreOver) {
  support::HandClock clock;
  Retelling retelling(model_, clock, installation_, metrics_, 100);
  ASSERT_TRUE(retelling.step());
  put_entry(model_, 1, wire::entry_stage::kSettled, {kOld, 4, 9});
  model_.raise_epoch();
  EXPECT_FALSE(retelling.step());
  clock.at += 99;
  EXPECT_FALSE(retelling.step());
  expect(1, wire::entry_stage::kSettled, kOld, false);
  clock.at += 1;
  finish(retelling);
  expect(1, wire::entry_stage::kJudged, model_.epoch(), true);
}

// What a key rotation does: the record stays where it lies, under another rev.
TEST_F(RetellingTest, AnEntrySealedAnewWhileItIsLookedAtIsToldAgainAllTheSame) {
  struct Meanwhile final : store::ModelStore {
    using ModelStore::ModelStore;
    void walk(std::span<store::Walk> calls) override {
      ModelStore::walk(calls);
      if (!calls[0].batches.empty()) std::exchange(then, [] {})();
    }
    std::function<void()> then = [] {};
  } model(kShards);
  put_entry(model, 1, wire::entry_stage::kSettled, {kOld, 4, 9});
  Retelling retelling(model, clock_, installation_, metrics_, 0);
  ASSERT_TRUE(retelling.step());
  model.raise_epoch();
  model.then = [&] {
    const store::Record record = read(model, Kind::kEntry, made_id(1));
    const core::Rev rev{kOld, 4, 10};
    std::string state(store::open_check(record.state, made_id(1).view(), record.rev, record.body).state);
    store::add_check(state, made_id(1).view(), rev, "anew");
    store::ColumnBuilder states(1), bodies(1);
    states.add(state);
    bodies.add("anew");
    store::Advance call;
    call.kind = Kind::kEntry;
    call.shard = core::shard_of(made_id(1), kShards);
    call.from = call.to = wire::entry_stage::kSettled;
    call.wait = store::kNeverDue;
    call.ids = made_id(1).view();
    call.expected = record.rev.bytes();
    call.revs = rev.bytes();
    call.states = states.finish();
    call.replace_bodies = true;
    call.bodies = bodies.finish();
    model.advance({&call, 1});
    EXPECT_TRUE(call.answer.all(store::ItemAnswer::kDone));
  };
  finish(retelling);
  const store::Record told = read(model, Kind::kEntry, made_id(1));
  EXPECT_EQ(told.stage, wire::entry_stage::kJudged);
  EXPECT_EQ(told.body, "anew");
  EXPECT_TRUE(store::open_check(told.state, made_id(1).view(), told.rev, told.body).ok);
}

}  // namespace
}  // namespace naadam::intake
