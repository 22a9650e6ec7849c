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
  state.reason = static_cast<NoticeReason>(3);
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

}  // namespace
}  // namespace naadam::wire
