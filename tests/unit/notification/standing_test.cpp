// A decision A is told, B comes and then A again, while somebody who saw B stands still over it.
#include "notification/standing.hpp"

#include <gtest/gtest.h>

#include "notification/notice_writes.hpp"
#include "store/model_store.hpp"
#include "support/one_record.hpp"
#include "wire/entry.hpp"
#include "wire/identity.hpp"
#include "wire/notice.hpp"
#include "wire/stages.hpp"

namespace naadam::notification {
namespace {

constexpr std::uint64_t kA = 0xA, kB = 0xB;

class StandingTest : public testing::Test {
 protected:
  StandingTest() {
    support::admit(model_, {.kind = store::Kind::kEntry,
                            .id = entry_,
                            .stage = wire::entry_stage::kReported,
                            .rev = {1, 3, 1},
                            .state = entry_state(kA),
                            .body = ""});
  }

  std::string entry_state(std::uint64_t decision) const {
    wire::EntryState state;
    state.decision = decision;
    state.flags = wire::entry_flag::kNotify;
    state.has_recipient = true;
    state.recipient = recipient_;
    return wire::encode(state);
  }

  // The entry is decided anew, and reported.
  void report(const core::Rev& before, const core::Rev& after, std::uint64_t decision) {
    std::string bytes = entry_state(decision);
    store::add_check(bytes, entry_.view(), after, "");
    store::ColumnBuilder states(1);
    states.add(bytes);
    store::Advance call;
    call.kind = store::Kind::kEntry;
    call.from = wire::entry_stage::kReported;
    call.to = wire::entry_stage::kReported;
    call.ids = std::string(entry_.view());
    call.expected = before.bytes();
    call.revs = after.bytes();
    call.states = states.finish();
    model_.advance({&call, 1});
    ASSERT_TRUE(call.answer.all(store::ItemAnswer::kDone));
  }

  // A planner puts the decision of `source` into the notice.
  store::ItemAnswer plan(const core::Rev& source, std::uint64_t decision) {
    wire::NoticeState state;
    state.source = source;
    state.decision = decision;
    state.shown = static_cast<std::uint8_t>(DeliveryState::kPlanned);
    return support::apply(model_, {.kind = store::Kind::kNotice,
                                   .id = notice_,
                                   .stage = wire::notice_stage::kPlanned,
                                   .rev = source,
                                   .state = wire::encode(state),
                                   .body = "body"});
  }

  // The try of a planned notice begins, as its sender writes it.
  void begin() {
    wire::NoticeState state = told();
    put_delivery(state, notification::begin(delivery_of(state), *model_.now_ms()));
    write(state, wire::notice_stage::kAttempting, 1'000);
  }
  // Its sender finds that the entry has another number.
  void leave_behind() {
    wire::NoticeState state = told();
    state.shown = static_cast<std::uint8_t>(DeliveryState::kSuperseded);
    write(state, wire::notice_stage::kClosed, store::kNeverDue);
  }
  void write(const wire::NoticeState& state, store::Stage to, core::Millis wait) {
    const store::Record record = stored();
    NoticeWrites out(0, record.stage);
    out.add(0, notice_.view(), record.rev, state, to, wait, record.body, 1);
    std::vector<NoticeWrites::Write> writes;
    out.finish({}, writes);
    execute(model_, writes);
    ASSERT_TRUE(writes.at(0).call.answer.all(store::ItemAnswer::kDone));
  }

  // It is closed though it was never tried.
  void close() { write(told(), wire::notice_stage::kClosed, store::kNeverDue); }

  std::vector<store::Batch> reported() {
    return support::take_due(model_, store::Kind::kEntry, wire::entry_stage::kReported);
  }
  Standing standing() { return confirm(model_, {}, reported()); }

  store::Record stored() { return support::read(model_, store::Kind::kNotice, notice_); }
  wire::NoticeState told() { return wire::decode_notice_state(support::state_of(stored(), notice_)).value(); }

  core::Id entry_ = core::Id::from("0123456789abcdef");
  core::Id recipient_ = core::Id::from("recipient-0-1-2-");
  core::Id notice_ = wire::notice_id(recipient_, entry_, wire::NoticeReason::kVerdict);
  store::ModelStore model_{1};
};

TEST_F(StandingTest, WhoStoodStillOverAnOlderDecisionComesTooLateOnceItsReturnWasConfirmed) {
  ASSERT_EQ(plan({1, 3, 1}, kA), store::ItemAnswer::kDone);
  const std::uint64_t first = told().plan();
  report({1, 3, 1}, {1, 6, 2}, kB);
  report({1, 6, 2}, {1, 9, 1}, kA);
  EXPECT_TRUE(standing().told.contains(notice_));
  EXPECT_EQ(plan({1, 6, 2}, kB), store::ItemAnswer::kLate);
  EXPECT_EQ(told().decision, kA);
  EXPECT_EQ(told().plan(), first);  // receipts of what was sent still count
  EXPECT_EQ(stored().stage, wire::notice_stage::kPlanned);
}

TEST_F(StandingTest, WhatIsToldInPlaceOfAnotherDecisionIsLeftToThePlanner) {
  ASSERT_EQ(plan({1, 3, 1}, kA), store::ItemAnswer::kDone);
  report({1, 3, 1}, {1, 6, 2}, kB);
  const Standing found = standing();
  EXPECT_FALSE(found.told.contains(notice_));
  EXPECT_FALSE(found.unclear.contains(notice_));
  EXPECT_EQ(told().source, (core::Rev{1, 3, 1}));
}

TEST_F(StandingTest, ANoticeOnItsWayIntoTheGatewayIsLeftToItsSender) {
  ASSERT_EQ(plan({1, 3, 1}, kA), store::ItemAnswer::kDone);
  begin();
  const store::Record before = stored();
  report({1, 3, 1}, {1, 9, 1}, kA);
  const Standing found = standing();
  EXPECT_TRUE(found.unclear.contains(notice_));
  EXPECT_FALSE(found.told.contains(notice_));
  EXPECT_EQ(stored().rev, before.rev);
}

TEST_F(StandingTest, AClosedNoticeHearsOfItAndRestsOn) {
  ASSERT_EQ(plan({1, 3, 1}, kA), store::ItemAnswer::kDone);
  close();
  report({1, 3, 1}, {1, 9, 1}, kA);
  EXPECT_TRUE(standing().told.contains(notice_));
  EXPECT_EQ(told().source, (core::Rev{1, 9, 1}));
  EXPECT_TRUE(support::take_due(model_, store::Kind::kNotice, wire::notice_stage::kClosed).empty());
}

TEST_F(StandingTest, ACopyThatTheRecordHasLeftBehindIsOvertakenAndNothingHearsOfIt) {
  ASSERT_EQ(plan({1, 3, 1}, kA), store::ItemAnswer::kDone);
  report({1, 3, 1}, {1, 9, 1}, kA);
  const std::vector<store::Batch> copy = reported();
  report({1, 9, 1}, {1, 12, 2}, kB);
  EXPECT_TRUE(confirm(model_, {}, copy).overtaken.contains(entry_));
  EXPECT_EQ(told().source, (core::Rev{1, 3, 1}));
}

TEST_F(StandingTest, ANumberThatComesBackIsTold) {
  ASSERT_EQ(plan({1, 3, 1}, kA), store::ItemAnswer::kDone);
  report({1, 3, 1}, {1, 6, 2}, kB);
  leave_behind();
  report({1, 6, 2}, {1, 9, 1}, kA);
  const Standing found = standing();
  EXPECT_FALSE(found.told.contains(notice_));
  EXPECT_FALSE(found.unclear.contains(notice_));
  EXPECT_EQ(plan({1, 9, 1}, kA), store::ItemAnswer::kDone);
  EXPECT_EQ(stored().stage, wire::notice_stage::kPlanned);
}

}  // namespace
}  // namespace naadam::notification
