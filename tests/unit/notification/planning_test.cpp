// What an entry owes its recipient becomes notices, each once, of its own reason and with what it tells.
#include "notification/planning.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/clock.hpp"
#include "seal/seal.hpp"
#include "store/model_store.hpp"
#include "support/one_record.hpp"
#include "wire/entry.hpp"
#include "wire/identity.hpp"
#include "wire/notice.hpp"
#include "wire/stages.hpp"

namespace naadam::notification {
namespace {

using wire::NoticeReason;

class PlanningTest : public testing::Test {
 protected:
  PlanningTest() {
    wire::EntryBody body;
    body.claims.emplace_back().claim.mobile = "13900000000";
    body.claims.back().claim.name = "甲一";
    sealed_ = seal::seal(data_, entry_, wire::encode(body));
    state_.edition = 1;
    state_.verdict = wire::Verdict::kAccepted;
    state_.has_recipient = true;
    state_.recipient = recipient_;
    state_.event = "E05";
    state_.group = "worker";
    state_.seat = wire::Seat{1, 1, 2, 5};
    state_.result = wire::ContestResult{1, 1, 3, 87'500'000};
    state_.finals = wire::FinalsPlace{1, 1, wire::FinalsPlace::Kind::kNamed, 2};
  }

  // Reports the entry with these flags, and plans what it owes. Gives the entry's state afterwards.
  wire::EntryState plan(std::uint8_t flags) {
    state_.flags = flags;
    support::admit(model_, {.kind = store::Kind::kEntry,
                            .id = entry_,
                            .stage = wire::entry_stage::kReported,
                            .rev = {1, 9, 1},
                            .state = wire::encode(state_),
                            .body = sealed_});
    runtime::StepLoop loop(model_, nullptr, {}, clock_, metrics_);
    Planning planning(model_, loop, data_, {}, metrics_);
    auto work = support::take_due(model_, store::Kind::kEntry, wire::entry_stage::kReported);
    planning.handle(work);
    const store::Record record = support::read(model_, store::Kind::kEntry, entry_);
    EXPECT_EQ(record.stage, wire::entry_stage::kSettled);
    return wire::decode_entry_state(support::state_of(record, entry_)).value();
  }
  bool planned(NoticeReason reason) { return notice(reason).found; }
  store::Record notice(NoticeReason reason) {
    return support::read(model_, store::Kind::kNotice, wire::notice_id(recipient_, entry_, reason));
  }
  wire::NoticeState told(NoticeReason reason) {
    return wire::decode_notice_state(support::state_of(notice(reason), wire::notice_id(recipient_, entry_, reason)))
        .value();
  }
  wire::NoticeBody said(NoticeReason reason) {
    const auto plain = seal::open(data_, wire::notice_id(recipient_, entry_, reason), notice(reason).body);
    return wire::decode_notice_body(plain.value()).value();
  }

  const core::Id entry_ = core::Id::from("entry-of-a-one..");
  const core::Id recipient_ = core::Id::from("number-of-a-one.");
  core::SystemClock clock_;
  store::ModelStore model_{1};
  seal::DataKey data_ = seal::DataKey::random();
  runtime::Metrics metrics_;
  std::string sealed_;
  wire::EntryState state_;
};

TEST_F(PlanningTest, AResultAndAPlaceInTheFinalsAreNoticesOfTheirOwn) {
  const wire::EntryState after = plan(wire::entry_flag::kNotifyResult | wire::entry_flag::kNotifyFinals);
  EXPECT_EQ(after.flags, 0);
  EXPECT_EQ(after.result, state_.result);
  EXPECT_FALSE(planned(NoticeReason::kVerdict));
  EXPECT_FALSE(planned(NoticeReason::kSeat));
  ASSERT_TRUE(planned(NoticeReason::kResult));
  ASSERT_TRUE(planned(NoticeReason::kFinals));
  EXPECT_EQ(told(NoticeReason::kResult).reason, NoticeReason::kResult);
  EXPECT_EQ(told(NoticeReason::kResult).decision, wire::decision_told(NoticeReason::kResult, state_));
  EXPECT_EQ(told(NoticeReason::kFinals).decision, wire::decision_told(NoticeReason::kFinals, state_));
  const wire::NoticeBody result = said(NoticeReason::kResult);
  EXPECT_TRUE(result.result && result.result->same(*state_.result));
  EXPECT_FALSE(result.seat || result.finals);
  EXPECT_EQ(result.mobile, "13900000000");
  const wire::NoticeBody finals = said(NoticeReason::kFinals);
  EXPECT_TRUE(finals.finals && finals.finals->same(*state_.finals));
  EXPECT_FALSE(finals.seat || finals.result);
}

TEST_F(PlanningTest, APlaceInTheFinalsIsADutyAndAResultIsNot) {
  plan(wire::entry_flag::kNotices);
  EXPECT_FALSE(told(NoticeReason::kVerdict).duty);
  EXPECT_TRUE(told(NoticeReason::kSeat).duty);
  EXPECT_FALSE(told(NoticeReason::kResult).duty);
  EXPECT_TRUE(told(NoticeReason::kFinals).duty);
}

TEST_F(PlanningTest, AWithdrawnEntryIsToldNoResult) {
  plan(wire::entry_flag::kNotices | wire::entry_flag::kWithdrawn);
  EXPECT_TRUE(planned(NoticeReason::kVerdict));
  EXPECT_FALSE(planned(NoticeReason::kResult));
  EXPECT_FALSE(planned(NoticeReason::kFinals));
}

}  // namespace
}  // namespace naadam::notification
