// What filing and withdrawing do to entries that are damaged, or of which a shard has lost something.
#include "intake/registrar.hpp"

#include <gtest/gtest.h>

#include "core/bytes.hpp"
#include "seal/seal.hpp"
#include "store/model_store.hpp"
#include "support/one_record.hpp"
#include "wire/stages.hpp"

namespace naadam::intake {
namespace {

using support::made_id;

class RegistrarTest : public testing::Test {
 protected:
  FiledRow row(std::uint32_t upload_number) const {
    FiledRow row;
    row.entry = entry_;
    row.filed.submitter = made_id(1);
    row.filed.upload = made_id(100 + upload_number);
    row.filed.upload_number = upload_number;
    row.filed.row = 4;
    row.filed.claim.name = "甲一";
    return row;
  }
  store::Record record() { return support::read(model_, store::Kind::kEntry, entry_); }
  wire::EntryBody body() { return wire::decode_entry_body(seal::open(data_, entry_, record().body).value()).value(); }
  wire::RowMark mark(const core::Id& upload) {
    store::ReadMarks call{.shard = core::shard_of(upload, model_.shards()),
                          .upload = upload,
                          .from = 4,
                          .count = 1,
                          .answer = {},
                          .marks = {}};
    model_.read_marks({&call, 1});
    return wire::get_mark(call.marks);
  }
  // As eligibility, intake and notification leave it: told, with nothing owed.
  void settle() {
    const store::Record before = record();
    wire::EntryState state = wire::decode_entry_state(support::state_of(before, entry_)).value();
    state.edition = 1;
    state.has_recipient = true;
    std::string bytes = wire::encode(state);
    const core::Rev rev = core::next_rev(before.rev, model_.epoch(), bytes);
    store::add_check(bytes, entry_.view(), rev, before.body);
    store::ColumnBuilder states(1);
    states.add(bytes);
    store::Advance call;
    call.kind = store::Kind::kEntry;
    call.shard = core::shard_of(entry_, model_.shards());
    call.from = before.stage;
    call.to = wire::entry_stage::kSettled;
    call.ids = entry_.view();
    call.expected = before.rev.bytes();
    call.revs = rev.bytes();
    call.states = states.finish();
    model_.advance({&call, 1});
    ASSERT_TRUE(call.answer.all(store::ItemAnswer::kDone));
  }
  // As a flipped bit leaves it: all in place, and the check does not hold.
  void damage() {
    const store::Record before = record();
    std::string body = before.body;
    body.back() = static_cast<char>(body.back() ^ 1);
    store::ColumnBuilder states(1), bodies(1);
    states.add(before.state);
    bodies.add(body);
    store::Advance call;
    call.kind = store::Kind::kEntry;
    call.shard = core::shard_of(entry_, model_.shards());
    call.from = call.to = before.stage;
    call.ids = entry_.view();
    call.expected = call.revs = before.rev.bytes();
    call.states = states.finish();
    call.replace_bodies = true;
    call.bodies = bodies.finish();
    model_.advance({&call, 1});
    ASSERT_TRUE(call.answer.all(store::ItemAnswer::kDone));
  }
  bool owes_notice() {
    const store::Record now = record();
    return wire::decode_entry_state(store::open_check(now.state, entry_.view(), now.rev, now.body).state)
        ->has(wire::entry_flag::kNotify);
  }

  store::ModelStore model_{3};
  seal::DataKey data_ = seal::DataKey::random();
  runtime::Forward nowhere_{nullptr, 100, 1'000, 1};
  Registrar registrar_{model_, nowhere_, data_};
  core::Id entry_ = made_id(7);
};

TEST_F(RegistrarTest, WithdrawnIsWhatAnUploadSaidBefore) {
  const FiledRow first = row(1);
  ASSERT_TRUE(registrar_.file({&first, 1}));
  ASSERT_TRUE(registrar_.withdraw({&first, 1}, 2));
  ASSERT_EQ(body().claims.size(), 1U);
  EXPECT_TRUE(body().claims[0].withdrawn);
  EXPECT_EQ(body().claims[0].upload_number, 2U);
  EXPECT_NE(mark(first.filed.upload).flags & wire::entry_flag::kWithdrawn, 0);
}

TEST_F(RegistrarTest, AnEntryLostBeforeItsWithdrawalDoesNotComeBackWithTheOlderFile) {
  const FiledRow first = row(1);
  ASSERT_TRUE(registrar_.withdraw({&first, 1}, 2));
  ASSERT_TRUE(record().found);
  EXPECT_EQ(record().stage, wire::entry_stage::kReceived);  // its person is to be told
  ASSERT_EQ(body().claims.size(), 1U);
  EXPECT_TRUE(body().claims[0].withdrawn);
  EXPECT_EQ(mark(first.filed.upload).flags, wire::row_flag::kOvertaken | wire::entry_flag::kWithdrawn);

  ASSERT_TRUE(registrar_.file({&first, 1}));  // again, as after an epoch rose
  ASSERT_EQ(body().claims.size(), 1U);
  EXPECT_TRUE(body().claims[0].withdrawn);
  ASSERT_TRUE(registrar_.withdraw({&first, 1}, 2));
  EXPECT_TRUE(body().claims[0].withdrawn);
}

TEST_F(RegistrarTest, AClaimLostFromAnEntryOfOthersDoesNotComeBackEither) {
  FiledRow other = row(1);
  other.filed.submitter = made_id(2);
  const FiledRow first = row(1);
  ASSERT_TRUE(registrar_.file({&other, 1}));
  ASSERT_TRUE(registrar_.withdraw({&first, 1}, 2));
  ASSERT_TRUE(registrar_.file({&first, 1}));
  ASSERT_EQ(body().claims.size(), 2U);
  for (const wire::FiledClaim& claim : body().claims) EXPECT_EQ(claim.withdrawn, claim.submitter == made_id(1));
}

TEST_F(RegistrarTest, AChangeThatTakesAnEntryIntoANewerEpochOwesItsNoticeAgain) {
  const FiledRow first = row(1), second = row(2), third = row(3);
  ASSERT_TRUE(registrar_.file({&first, 1}));
  settle();
  ASSERT_TRUE(registrar_.file({&second, 1}));
  EXPECT_FALSE(owes_notice());
  settle();
  model_.raise_epoch();
  ASSERT_TRUE(registrar_.file({&third, 1}));
  EXPECT_TRUE(owes_notice());
}

TEST_F(RegistrarTest, ARowOvertakenAfterASetBackSaysSoOverWhatWasSaidBefore) {
  const FiledRow first = row(1), second = row(2);
  ASSERT_TRUE(registrar_.file({&second, 1}));
  // A process that did not hear of the set-back tells of a verdict that it took away.
  store::Mark late{.shard = core::shard_of(first.filed.upload, model_.shards()),
                   .upload = first.filed.upload,
                   .rows = {},
                   .marks = {},
                   .answer = {}};
  core::put_u32(late.rows, first.filed.row);
  wire::put_mark(late.marks, {model_.epoch(), 5, wire::Verdict::kAccepted, 0, {}});
  model_.raise_epoch();
  model_.mark({&late, 1});
  ASSERT_EQ(mark(first.filed.upload).verdict, wire::Verdict::kAccepted);

  ASSERT_TRUE(registrar_.file({&first, 1}));
  EXPECT_EQ(mark(first.filed.upload).flags, wire::row_flag::kOvertaken);
  model_.mark({&late, 1});
  EXPECT_EQ(mark(first.filed.upload).flags, wire::row_flag::kOvertaken);
}

TEST_F(RegistrarTest, ADamagedEntryIsLeftAsItIsAndTheOtherRowsAreFiled) {
  const auto rows = [this](std::uint32_t upload_number) {
    std::vector<FiledRow> both{row(upload_number), row(upload_number)};
    both[1].entry = made_id(8);
    return both;
  };
  const auto first = rows(1), later = rows(2);
  ASSERT_TRUE(registrar_.file(first));
  damage();
  const std::string damaged = record().body;
  EXPECT_TRUE(registrar_.file(later));
  EXPECT_EQ(registrar_.damaged(), 1U);
  EXPECT_EQ(record().body, damaged);
  EXPECT_TRUE(registrar_.withdraw({first.data(), 1}, 3));
  EXPECT_EQ(registrar_.damaged(), 2U);
  EXPECT_EQ(record().body, damaged);
  entry_ = made_id(8);
  ASSERT_EQ(body().claims.size(), 1U);
  EXPECT_EQ(body().claims[0].upload_number, 2U);
}

}  // namespace
}  // namespace naadam::intake
