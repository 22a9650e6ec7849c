#include "wire/notice.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "bodies.hpp"

namespace naadam::wire {
namespace {

RC_GTEST_PROP(NoticeStateCodec, ComesBackAsItWas, ()) {
  const NoticeState state = some_notice_state();
  const std::string bytes = encode(state);
  const auto read = decode_notice_state(bytes);
  RC_ASSERT(read);
  RC_ASSERT(encode(*read) == bytes);
  RC_ASSERT(read->source == state.source && read->shown == state.shown && read->verdict == state.verdict);
  RC_ASSERT(read->begun == state.begun && read->duty == state.duty && read->message == state.message);
  RC_ASSERT(read->decision == state.decision && read->planned_under == state.planned_under);
  RC_ASSERT(read->tries[1].began_ms == state.tries[1].began_ms && read->reason == state.reason);
  expect_cut_and_flipped_are_safe(bytes, decode_notice_state);
}

RC_GTEST_PROP(NoticeBodyCodec, ComesBackAsItWas, ()) {
  const NoticeBody body = some_notice_body();
  const std::string bytes = encode(body);
  const auto read = decode_notice_body(bytes);
  RC_ASSERT(read);
  RC_ASSERT(encode(*read) == bytes);
  RC_ASSERT(read->entry == body.entry && read->mobile == body.mobile && read->name == body.name);
  RC_ASSERT(read->event == body.event && read->group == body.group && read->verdict == body.verdict);
  RC_ASSERT(read->flags == body.flags && read->reasons == body.reasons && read->seat == body.seat);
  RC_ASSERT(read->delegation == body.delegation);
  RC_ASSERT(read->result == body.result && read->finals == body.finals && read->reason() == body.reason());
  expect_cut_and_flipped_are_safe(bytes, decode_notice_body);
}

TEST(NoticeCodec, TheStateBeginsWithItsSource) {
  NoticeState state;
  state.source = {7, 9, 0x0102030405060708};
  EXPECT_EQ(encode(state).substr(0, core::kRevBytes), state.source.bytes());
}

TEST(NoticeCodec, ThePlanIsTheSameWhateverItHearsOfAndAnotherUnderAnotherRev) {
  NoticeState state;
  state.source = {1, 3, 7};
  const std::uint64_t plan = state.plan();
  state.hear({1, 6, 8});
  EXPECT_EQ(state.source, (core::Rev{1, 6, 8}));
  EXPECT_EQ(state.plan(), plan);
  state.hear({2, 1, 8});
  EXPECT_EQ(decode_notice_state(encode(state))->plan(), plan);
  NoticeState anew;
  anew.source = state.source;
  EXPECT_NE(anew.plan(), plan);
}

TEST(NoticeCodec, ReasonTriesAndVerdictOutsideTheirRangeAreRefused) {
  const auto kind_of = [](NoticeState state) { return decode_notice_state(encode(state)).error().kind; };
  NoticeState state;
  state.reason = static_cast<NoticeReason>(5);
  EXPECT_EQ(kind_of(state), core::ErrorKind::kCorrupt);
  state = {};
  state.begun = NoticeState::kTries + 1;
  EXPECT_EQ(kind_of(state), core::ErrorKind::kCorrupt);
  state = {};
  state.verdict = static_cast<Verdict>(5);
  EXPECT_EQ(kind_of(state), core::ErrorKind::kCorrupt);
}

TEST(NoticeCodec, ADutyThatIsNeitherSetNorClearIsRefused) {
  static constexpr std::size_t kAfterDuty = core::kIdBytes + 8;  // message and decision
  std::string bytes = encode(NoticeState{});
  bytes[bytes.size() - kAfterDuty - 1] = 2;
  EXPECT_EQ(decode_notice_state(bytes).error().kind, core::ErrorKind::kCorrupt);
}

TEST(NoticeCodec, AResultWithoutRankHasNoTotalAndAPlaceWithoutKindNoOrder) {
  NoticeBody body;
  body.result = ContestResult{0, 0, 0, 5};
  EXPECT_EQ(decode_notice_body(encode(body)).error().kind, core::ErrorKind::kCorrupt);
  body.result.reset();
  for (const auto& [kind, order] : {std::pair(FinalsPlace::Kind::kNone, 1), std::pair(FinalsPlace::Kind::kNamed, 0),
                                    std::pair(static_cast<FinalsPlace::Kind>(3), 1)}) {
    body.finals = FinalsPlace{0, 0, kind, static_cast<std::uint16_t>(order)};
    EXPECT_EQ(decode_notice_body(encode(body)).error().kind, core::ErrorKind::kCorrupt);
  }
}

class OwedNotices : public testing::Test {
 protected:
  OwedNotices() {
    entry_.has_recipient = true;
    entry_.decision = 77;
    entry_.seat = Seat{1, 1, 2, 5};
    entry_.result = ContestResult{1, 1, 3, 87'500'000};
    entry_.finals = FinalsPlace{1, 1, FinalsPlace::Kind::kNamed, 1};
  }
  EntryState entry_;
};

TEST_F(OwedNotices, EachIsOwedByItsOwnFlag) {
  EXPECT_TRUE(owed_by(entry_).empty());
  entry_.owe_result();
  EXPECT_EQ(owed_by(entry_), std::vector{NoticeReason::kResult});
  entry_.owe_finals();
  EXPECT_EQ(owed_by(entry_), (std::vector{NoticeReason::kResult, NoticeReason::kFinals}));
  entry_.owe_notices();
  EXPECT_EQ(owed_by(entry_), std::vector(kNoticeReasons.begin(), kNoticeReasons.end()));
  EXPECT_EQ(entry_.flags, entry_flag::kNotices);
}

TEST_F(OwedNotices, WhoIsWithdrawnIsToldThatAlone) {
  entry_.flags = entry_flag::kWithdrawn;
  entry_.owe_notices();
  EXPECT_EQ(owed_by(entry_), std::vector{NoticeReason::kVerdict});
  // Also where it was owed before it was withdrawn.
  entry_.flags = entry_flag::kWithdrawn | entry_flag::kNotices;
  EXPECT_EQ(owed_by(entry_), std::vector{NoticeReason::kVerdict});
}

TEST_F(OwedNotices, WhatIsNotKnownIsNotOwed) {
  entry_.seat.reset();
  entry_.result.reset();
  entry_.finals.reset();
  entry_.flags = entry_flag::kNotices;
  EXPECT_EQ(owed_by(entry_), std::vector{NoticeReason::kVerdict});
}

TEST_F(OwedNotices, ADecisionIsWhatIsToldAndNotByWhomItWasDecided) {
  EntryState again = entry_;
  again.seat->n = again.result->n = again.finals->n = 9;
  for (const NoticeReason reason : kNoticeReasons) {
    EXPECT_EQ(decision_told(reason, again), decision_told(reason, entry_)) << notice_reason_name(reason);
  }
  again.result->rank = 4;
  EXPECT_NE(decision_told(NoticeReason::kResult, again), decision_told(NoticeReason::kResult, entry_));
  again.result = entry_.result;
  again.result->total += 1;
  EXPECT_NE(decision_told(NoticeReason::kResult, again), decision_told(NoticeReason::kResult, entry_));
  again.finals->kind = FinalsPlace::Kind::kSubstitute;
  EXPECT_NE(decision_told(NoticeReason::kFinals, again), decision_told(NoticeReason::kFinals, entry_));
  again.finals = entry_.finals;
  again.finals->order = 2;
  EXPECT_NE(decision_told(NoticeReason::kFinals, again), decision_told(NoticeReason::kFinals, entry_));
  EXPECT_EQ(decision_told(NoticeReason::kVerdict, again), 77u);
}

}  // namespace
}  // namespace naadam::wire
