#include "runtime/document_records.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "runtime/answering.hpp"
#include "runtime/documents.hpp"
#include "store/keys.hpp"
#include "store/model_store.hpp"
#include "support/one_record.hpp"

namespace naadam::runtime {
namespace {

using core::ErrorKind;
using testing::HasSubstr;

constexpr store::Kind kKind = store::Kind::kDraw;
constexpr store::Stage kOpen = 1;
constexpr store::Stage kTold = 2;
constexpr std::string_view kMark = "v1:";

std::string encode(const std::string& document) { return std::string(kMark) + document; }

core::Result<std::string> document_in(std::string_view state) {
  if (!state.starts_with(kMark)) return core::fail(ErrorKind::kCorrupt, "不是这种记录", "no mark");
  return std::string(state.substr(kMark.size()));
}

class DocumentRecordsTest : public testing::Test {
 protected:
  DocumentRecord found(const core::Id& id) { return records_.find(id).value().value(); }
  // A first step, at kOpen.
  DocumentRecord begun(const core::Id& id, std::string_view text = "第一步") {
    EXPECT_TRUE(records_.put(nullptr, id, text, kOpen, store::kNeverDue));
    return found(id);
  }
  // As a handler is given it.
  store::Batch handed_out(store::Stage stage) { return support::take_due(model_, kKind, stage).at(0); }
  store::ItemAnswers answered(store::Advance call) {
    model_.advance({&call, 1});
    return call.answer;
  }

  store::ModelStore model_{4};
  DocumentRecords records_{model_, {kKind, "抽签", encode, document_in}};
  const core::Id id_ = support::made_id(1);
};

TEST_F(DocumentRecordsTest, EachStepReplacesTheDocumentAndTheOneBeforeStaysReadable) {
  const DocumentRecord first = begun(id_);
  EXPECT_EQ(first.text, "第一步");
  EXPECT_EQ(first.stage, kOpen);
  EXPECT_EQ(first.rev.n, 1u);
  ASSERT_TRUE(records_.put(&first, id_, "第二步", kTold, store::kNeverDue));
  const DocumentRecord second = found(id_);
  EXPECT_EQ(second.text, "第二步");
  EXPECT_EQ(second.stage, kTold);
  EXPECT_TRUE(second.rev.newer_than(first.rev));
  EXPECT_EQ(read_document(model_, first.name).value(), "第一步");
}

// By whom and why stands in the document that the state names.
TEST_F(DocumentRecordsTest, EveryStepIsInTheLogTheFirstToo) {
  const DocumentRecord first = begun(id_);
  ASSERT_TRUE(records_.put(&first, id_, "第二步", kTold, store::kNeverDue));
  store::ReadLog call{.shard = core::shard_of(id_, model_.shards()), .answer = {}, .entries = {}};
  model_.read_log({&call, 1});
  ASSERT_EQ(call.entries.size(), 2u);
  EXPECT_EQ(call.entries[0].from, 0);
  EXPECT_EQ(call.entries[0].after, first.rev.bytes());
  EXPECT_THAT(call.entries[0].states, HasSubstr(first.name));
  EXPECT_EQ(call.entries[1].before, first.rev.bytes());
  EXPECT_THAT(call.entries[1].states, HasSubstr(found(id_).name));
}

TEST_F(DocumentRecordsTest, WhoeverAskedMustStillWaitWhenItIsWritten) {
  const DocumentRecord first = begun(id_);
  const Answering answering(model_.now_ms().value() + 10);
  model_.advance_clock(9);
  ASSERT_TRUE(records_.put(&first, id_, "第二步", kOpen, store::kNeverDue));
  const DocumentRecord second = found(id_);
  model_.advance_clock(1);  // stood still after it had read the second
  const auto late = records_.put(&second, id_, "第三步", kOpen, store::kNeverDue);
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().kind, ErrorKind::kUnavailable);
  EXPECT_EQ(found(id_).text, "第二步");
}

TEST_F(DocumentRecordsTest, UnknownOneIsNothingAndNoError) { EXPECT_FALSE(records_.find(id_).value()); }

TEST_F(DocumentRecordsTest, ManyComeBackInTheOrderTheyWereAskedFor) {
  std::vector<core::Id> ids;
  for (std::uint64_t i = 0; i < 900; ++i) ids.push_back(support::made_id(i));  // more than one call of a shard
  for (std::size_t i = 0; i < ids.size(); i += 2) begun(ids[i], "文书" + std::to_string(i));
  const auto all = records_.find(ids);
  ASSERT_TRUE(all) << all.error().cause;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    ASSERT_EQ((*all)[i].has_value(), i % 2 == 0);
    if (!(*all)[i]) continue;
    EXPECT_EQ((*all)[i]->id, ids[i]);
    EXPECT_EQ((*all)[i]->text, "文书" + std::to_string(i));
  }
}

TEST_F(DocumentRecordsTest, OfTwoOfficersAtOneTimeOneIsToldToLookAgain) {
  const DocumentRecord seen = begun(id_);
  EXPECT_EQ(records_.put(nullptr, id_, "也是第一步", kOpen, store::kNeverDue).error().kind, ErrorKind::kRefused);
  ASSERT_TRUE(records_.put(&seen, id_, "甲的第二步", kOpen, store::kNeverDue));
  const auto late = records_.put(&seen, id_, "乙的第二步", kOpen, store::kNeverDue);
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().kind, ErrorKind::kRefused);
  EXPECT_THAT(late.error().text, HasSubstr("同一抽签"));
  EXPECT_EQ(found(id_).text, "甲的第二步");
}

TEST_F(DocumentRecordsTest, TextThatIsTooLongIsRefusedAndNothingChanges) {
  const DocumentRecord seen = begun(id_);
  const std::string longer(kDocumentBytesMax + 1, 'x');
  EXPECT_EQ(records_.put(&seen, id_, longer, kOpen, store::kNeverDue).error().kind, ErrorKind::kInvalid);
  EXPECT_EQ(found(id_).rev, seen.rev);
}

TEST_F(DocumentRecordsTest, DocumentThatIsNotWhatWasKeptIsNoticed) {
  const DocumentRecord kept = begun(id_);
  const std::string fact = std::string(store::keys::kDocument) + core::to_hex(kept.name);
  ASSERT_TRUE(model_.put_fact(fact, "第二步"));
  EXPECT_EQ(records_.find(id_).error().kind, ErrorKind::kCorrupt);
  store::ModelStore::Facts without = model_.facts();
  without.erase(fact);
  model_.set_back(std::move(without));
  const auto absent = records_.find(id_);
  ASSERT_FALSE(absent);
  EXPECT_EQ(absent.error().kind, ErrorKind::kCorrupt);
  EXPECT_THAT(absent.error().cause, HasSubstr("absent"));
}

TEST_F(DocumentRecordsTest, RecordWhoseCheckOrFormDoesNotHoldIsNoticed) {
  support::admit(model_, {.kind = kKind, .id = id_, .stage = kOpen, .rev = {1, 1, 7}, .state = "other", .body = ""});
  EXPECT_EQ(records_.find(id_).error().cause, "no mark");
  store::Admit call;  // whose state carries no check
  const core::Id unchecked = support::made_id(2);
  call.kind = kKind;
  call.shard = core::shard_of(unchecked, model_.shards());
  call.to = kOpen;
  call.ids = unchecked.view();
  call.revs = core::Rev{1, 1, 7}.bytes();
  store::ColumnBuilder states(1);
  states.add(encode(std::string(32, 'd')));
  call.states = states.finish();
  model_.admit({&call, 1});
  EXPECT_EQ(records_.find(unchecked).error().cause, "check does not hold");
}

class HandedOut : public DocumentRecordsTest {
 protected:
  HandedOut() {  // take_due() looks at the first shard
    for (std::uint64_t i = 1; core::shard_of(first_, model_.shards()) != 0; ++i) first_ = support::made_id(i);
  }
  core::Id first_ = support::made_id(1);
};

TEST_F(HandedOut, RecordMovesOnWithItsDocumentUnderTheNextRev) {
  ASSERT_TRUE(records_.put(nullptr, first_, "公布", kOpen, 0));
  const store::Batch batch = handed_out(kOpen);
  EXPECT_TRUE(answered(moved_on(batch, 0, kTold, store::kNeverDue, 3)).all(store::ItemAnswer::kDone));
  const DocumentRecord moved = found(first_);
  EXPECT_EQ(moved.text, "公布");
  EXPECT_EQ(moved.stage, kTold);
  EXPECT_EQ(moved.rev.epoch, 3u);
}

TEST_F(HandedOut, RecordThatMovedMeanwhileIsLeftAsItIs) {
  ASSERT_TRUE(records_.put(nullptr, first_, "公布", kOpen, 0));
  const store::Batch batch = handed_out(kOpen);
  const DocumentRecord seen = found(first_);
  ASSERT_TRUE(records_.put(&seen, first_, "更正", kOpen, 0));
  EXPECT_TRUE(answered(moved_on(batch, 0, kTold, store::kNeverDue, 1)).all(store::ItemAnswer::kStale));
  EXPECT_EQ(found(first_).text, "更正");
  EXPECT_EQ(found(first_).stage, kOpen);
}

TEST_F(HandedOut, AfterTheEpochRoseWhatWasToldIsSentBackOnce) {
  ASSERT_TRUE(records_.put(nullptr, first_, "公布", kTold, 0));
  model_.raise_epoch();
  ASSERT_TRUE(sent_back(model_, handed_out(kTold), kOpen, model_.epoch()));
  const DocumentRecord again = found(first_);
  EXPECT_EQ(again.stage, kOpen);
  EXPECT_EQ(again.rev.epoch, model_.epoch());
  EXPECT_EQ(again.text, "公布");
  const store::Batch batch = handed_out(kOpen);  // due at once
  ASSERT_TRUE(answered(moved_on(batch, 0, kTold, 0, model_.epoch())).all(store::ItemAnswer::kDone));
  const DocumentRecord told = found(first_);
  ASSERT_TRUE(sent_back(model_, handed_out(kTold), kOpen, model_.epoch()));
  EXPECT_EQ(found(first_).rev, told.rev) << "it was told under this epoch";
}

TEST_F(HandedOut, DamagedRecordIsNotSentBack) {
  ASSERT_TRUE(records_.put(nullptr, first_, "公布", kTold, 0));
  const DocumentRecord before = found(first_);
  store::Advance call;  // its state without a check
  call.kind = kKind;
  call.from = call.to = kTold;
  call.ids = first_.view();
  call.expected = before.rev.bytes();
  call.revs = core::next_rev(before.rev, 1, "damaged").bytes();
  store::ColumnBuilder states(1);
  states.add(encode(before.name));
  call.states = states.finish();
  ASSERT_TRUE(answered(call).all(store::ItemAnswer::kDone));
  model_.raise_epoch();
  ASSERT_TRUE(sent_back(model_, handed_out(kTold), kOpen, model_.epoch()));
  EXPECT_TRUE(support::take_due(model_, kKind, kOpen).empty());
}

}  // namespace
}  // namespace naadam::runtime
