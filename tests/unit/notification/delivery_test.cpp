#include "notification/rules/delivery.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <vector>

namespace naadam::notification {
namespace {

using core::Millis;

constexpr Millis kStart = 1'000'000;
const DeliveryPolicy kPolicy;

Delivery planned(bool duty = true) {
  Delivery d;
  d.duty = duty;
  return d;
}
Delivery tried(SubmitAnswer answer, bool duty = true) { return answered(begin(planned(duty), kStart), 1, answer); }
// The second try, begun when the first was given up and not answered yet.
Delivery tried_again() { return begin(tried(SubmitAnswer::kUnknown), kStart + kPolicy.receipt_wait_ms); }

Outlook at(const Delivery& d, Millis after) { return look(d, kPolicy, kStart + after); }
DeliveryState state(const Delivery& d, Millis after = 0) { return at(d, after).state; }

TEST(Delivery, PlannedNoticeIsToBeSubmittedNow) {
  const Outlook o = at(planned(), 0);
  EXPECT_EQ(o.state, DeliveryState::kPlanned);
  EXPECT_TRUE(o.submit);
  EXPECT_EQ(o.attempt, 1);
}

TEST(Delivery, BegunCallIsAttemptingUntilItsAnswerIsOverdue) {
  const Delivery d = begin(planned(), kStart);
  EXPECT_EQ(state(d), DeliveryState::kAttempting);
  EXPECT_EQ(at(d, 0).due_ms, kStart + kPolicy.answer_wait_ms);
  EXPECT_EQ(state(d, kPolicy.answer_wait_ms - 1), DeliveryState::kAttempting);
  EXPECT_EQ(state(d, kPolicy.answer_wait_ms), DeliveryState::kUnknown);
}

TEST(Delivery, AcceptedIsSentAndReceiptMakesItDelivered) {
  const Delivery d = tried(SubmitAnswer::kAccepted);
  EXPECT_EQ(state(d), DeliveryState::kSent);
  EXPECT_FALSE(at(d, 0).submit);
  EXPECT_EQ(state(receipted(d, 1, receipt_bit::kDelivered)), DeliveryState::kDelivered);
  EXPECT_EQ(at(receipted(d, 1, receipt_bit::kDelivered), 0).due_ms, Outlook::kNever);
}

TEST(Delivery, LaterWaitsDoublingUpToItsCapUnderTheSameAttempt) {
  Delivery d = planned();
  Millis now = kStart;
  std::vector<Millis> waits;
  for (int i = 0; i < 9; ++i) {
    d = answered(begin(d, now), 1, SubmitAnswer::kLater);
    const Outlook o = look(d, kPolicy, now);
    EXPECT_EQ(o.state, DeliveryState::kPlanned);
    EXPECT_FALSE(o.submit);
    EXPECT_EQ(o.attempt, 1);
    waits.push_back(o.due_ms - now);
    now = o.due_ms;
    EXPECT_TRUE(look(d, kPolicy, now).submit);
  }
  EXPECT_EQ(waits, (std::vector<Millis>{5'000, 10'000, 20'000, 40'000, 80'000, 160'000, 300'000, 300'000, 300'000}));
  EXPECT_EQ(d.begun, 1);
}

TEST(Delivery, AWaitBeginsAnewWhereTheClockWasSetBack) {
  constexpr Millis kBack = -3'600'000;
  const auto waits = [](SubmitAnswer answer) { return at(tried(answer), kBack).due_ms - (kStart + kBack); };
  EXPECT_EQ(waits(SubmitAnswer::kNone), kPolicy.answer_wait_ms);
  EXPECT_EQ(waits(SubmitAnswer::kUnknown), kPolicy.receipt_wait_ms);
  EXPECT_EQ(waits(SubmitAnswer::kAccepted), kPolicy.sent_wait_ms);
  EXPECT_TRUE(at(tried(SubmitAnswer::kLater), kBack).submit);
}

TEST(Delivery, HundredsOfLatersStayAtTheCap) {
  Delivery d = planned();
  for (int i = 0; i < 1'000; ++i) d = answered(begin(d, kStart), 1, SubmitAnswer::kLater);
  EXPECT_EQ(at(d, 0).due_ms, kStart + kPolicy.later_wait_ms_max);
}

TEST(Delivery, RejectedDutyGoesToTheCallSheetAndOtherwiseFails) {
  EXPECT_EQ(state(tried(SubmitAnswer::kRejected, true)), DeliveryState::kCallSheet);
  EXPECT_EQ(state(tried(SubmitAnswer::kRejected, false)), DeliveryState::kFailed);
}

TEST(Delivery, NotDeliveredExpiredAndRefusedReceiptsAreLosses) {
  const Delivery d = tried(SubmitAnswer::kAccepted, false);
  for (const std::uint8_t bits : std::vector<std::uint8_t>{2, 16, 34, 2 | 8, 16 | 32}) {
    EXPECT_EQ(state(receipted(d, 1, bits)), DeliveryState::kFailed) << int{bits};
  }
}

TEST(Delivery, BitThatMeansNothingByItselfChangesNothing) {
  const Delivery d = tried(SubmitAnswer::kUnknown);
  EXPECT_EQ(state(receipted(d, 1, receipt_bit::kOther)), DeliveryState::kUnknown);
  EXPECT_EQ(receipted(d, 1, 64), d);
}

TEST(Delivery, CentreReceiptProvesThatAnUnansweredSubmitWentOut) {
  const Delivery d = tried(SubmitAnswer::kUnknown);
  EXPECT_EQ(state(d), DeliveryState::kUnknown);
  EXPECT_EQ(state(receipted(d, 1, receipt_bit::kCentreTook)), DeliveryState::kSent);
  EXPECT_EQ(state(receipted(d, 1, receipt_bit::kBuffered)), DeliveryState::kSent);
}

TEST(Delivery, ReceiptBeforeTheAnswerCounts) {
  const Delivery early = receipted(begin(planned(), kStart), 1, receipt_bit::kDelivered);
  EXPECT_EQ(state(early), DeliveryState::kDelivered);
  EXPECT_EQ(state(answered(early, 1, SubmitAnswer::kUnknown)), DeliveryState::kDelivered);
}

TEST(Delivery, UnknownDutyIsTriedOnceMoreMarkedAndThenCalled) {
  const Delivery first = tried(SubmitAnswer::kUnknown);
  EXPECT_FALSE(at(first, kPolicy.receipt_wait_ms - 1).submit);
  const Outlook again = at(first, kPolicy.receipt_wait_ms);
  EXPECT_EQ(again.state, DeliveryState::kUnknown);
  EXPECT_TRUE(again.submit);
  EXPECT_EQ(again.attempt, 2);

  const Delivery second = answered(tried_again(), 2, SubmitAnswer::kUnknown);
  EXPECT_EQ(state(second, 2 * kPolicy.receipt_wait_ms - 1), DeliveryState::kUnknown);
  EXPECT_EQ(state(second, 2 * kPolicy.receipt_wait_ms), DeliveryState::kCallSheet);
  EXPECT_FALSE(at(second, 2 * kPolicy.receipt_wait_ms).submit);
}

TEST(Delivery, UnknownWithoutDutyStaysUnknown) {
  const Outlook o = at(tried(SubmitAnswer::kUnknown, false), kPolicy.receipt_wait_ms);
  EXPECT_EQ(o.state, DeliveryState::kUnknown);
  EXPECT_FALSE(o.submit);
  EXPECT_EQ(o.due_ms, Outlook::kNever);
}

TEST(Delivery, SecondTryToldLaterIsStillUnknownAndKnocksAgain) {
  const Delivery d = answered(tried_again(), 2, SubmitAnswer::kLater);
  const Outlook waiting = at(d, kPolicy.receipt_wait_ms);
  EXPECT_EQ(waiting.state, DeliveryState::kUnknown);
  EXPECT_FALSE(waiting.submit);
  const Outlook due = at(d, kPolicy.receipt_wait_ms + kPolicy.later_wait_ms);
  EXPECT_TRUE(due.submit);
  EXPECT_EQ(due.attempt, 2);
}

TEST(Delivery, LateReceiptOfTheFirstTryTakesItOffTheCallSheet) {
  Delivery d = answered(tried_again(), 2, SubmitAnswer::kRejected);
  EXPECT_EQ(state(d, kPolicy.receipt_wait_ms), DeliveryState::kCallSheet);
  d = receipted(d, 1, receipt_bit::kDelivered);
  EXPECT_EQ(state(d, kPolicy.receipt_wait_ms), DeliveryState::kDelivered);
}

TEST(Delivery, FirstTryKnownLostStopsTheSecond) {
  const Delivery d = receipted(tried(SubmitAnswer::kUnknown), 1, receipt_bit::kNotDelivered);
  const Outlook o = at(d, kPolicy.receipt_wait_ms);
  EXPECT_EQ(o.state, DeliveryState::kCallSheet);
  EXPECT_FALSE(o.submit);
}

TEST(Delivery, AcceptedWithoutAnyReceiptIsGivenUpAfterTheCarriersTime) {
  const Delivery duty = tried(SubmitAnswer::kAccepted, true);
  EXPECT_EQ(state(duty, kPolicy.sent_wait_ms - 1), DeliveryState::kSent);
  EXPECT_EQ(state(duty, kPolicy.sent_wait_ms), DeliveryState::kCallSheet);
  EXPECT_EQ(state(tried(SubmitAnswer::kAccepted, false), kPolicy.sent_wait_ms), DeliveryState::kUnknown);
}

TEST(Delivery, SentIsTheEndWhereTheSinkGivesNoReceipts) {
  DeliveryPolicy without = kPolicy;
  without.receipts = false;
  const Outlook o = look(tried(SubmitAnswer::kAccepted), without, kStart + kPolicy.sent_wait_ms);
  EXPECT_EQ(o.state, DeliveryState::kSent);
  EXPECT_EQ(o.due_ms, Outlook::kNever);
}

TEST(Delivery, NewerVerdictSupersedesWhatHasNotGoneOut) {
  EXPECT_EQ(state(superseded(planned())), DeliveryState::kSuperseded);
  EXPECT_FALSE(at(superseded(planned()), 0).submit);
  EXPECT_EQ(state(superseded(tried(SubmitAnswer::kLater))), DeliveryState::kSuperseded);
}

TEST(Delivery, NewerVerdictEndsTheDutyOfWhatMayHaveGoneOut) {
  const Outlook unknown = at(superseded(tried(SubmitAnswer::kUnknown)), kPolicy.receipt_wait_ms);
  EXPECT_EQ(unknown.state, DeliveryState::kUnknown);
  EXPECT_FALSE(unknown.submit);
  EXPECT_EQ(state(superseded(tried(SubmitAnswer::kRejected))), DeliveryState::kFailed);
  const Delivery told_later = superseded(answered(tried_again(), 2, SubmitAnswer::kLater));
  EXPECT_FALSE(at(told_later, kPolicy.sent_wait_ms).submit);
  EXPECT_EQ(state(told_later, kPolicy.sent_wait_ms), DeliveryState::kUnknown);
}

TEST(Delivery, WeakerAnswerNeverReplacesAStronger) {
  const Delivery d = tried(SubmitAnswer::kAccepted);
  EXPECT_EQ(answered(d, 1, SubmitAnswer::kUnknown), d);
  EXPECT_EQ(answered(d, 1, SubmitAnswer::kLater), d);
}

TEST(Delivery, EventsOfATryThatWasNotBegunChangeNothing) {
  const Delivery d = tried(SubmitAnswer::kAccepted);
  EXPECT_EQ(receipted(d, 2, receipt_bit::kDelivered), d);
  EXPECT_EQ(receipted(d, 0, receipt_bit::kDelivered), d);
  EXPECT_EQ(answered(d, 3, SubmitAnswer::kAccepted), d);
}

TEST(Delivery, NothingBeginsAThirdTry) {
  const Delivery d = answered(tried_again(), 2, SubmitAnswer::kUnknown);
  EXPECT_EQ(begin(d, kStart), d);
}

RC_GTEST_PROP(Delivery, ReceiptsInAnyOrderAndNumberEndInOneState, ()) {
  const auto receipt = rc::gen::pair(rc::gen::inRange<int>(0, 4), rc::gen::inRange<int>(0, 128));
  const auto some = *rc::gen::container<std::vector<std::pair<int, int>>>(receipt);
  auto shuffled = some;
  for (std::size_t i = 0; i < some.size(); ++i) {
    const auto repeats = *rc::gen::inRange(0, 3);
    for (int r = 0; r < repeats; ++r) shuffled.push_back(some[i]);
  }
  for (std::size_t i = shuffled.size(); i > 1; --i) {
    std::swap(shuffled[i - 1], shuffled[*rc::gen::inRange<std::size_t>(0, i)]);
  }
  const auto answer = static_cast<SubmitAnswer>(*rc::gen::inRange(0, 5));
  const bool duty = *rc::gen::arbitrary<bool>();
  const bool twice = *rc::gen::arbitrary<bool>();
  const Delivery before = twice ? tried_again() : tried(SubmitAnswer::kUnknown, duty);
  const auto fold = [&](const std::vector<std::pair<int, int>>& receipts, std::size_t answer_at) {
    Delivery d = before;
    for (std::size_t i = 0; i <= receipts.size(); ++i) {
      if (i == answer_at) d = answered(d, d.begun, answer);
      if (i == receipts.size()) break;
      d = receipted(d, static_cast<std::uint8_t>(receipts[i].first), static_cast<std::uint8_t>(receipts[i].second));
    }
    return d;
  };
  const Delivery a = fold(some, *rc::gen::inRange<std::size_t>(0, some.size() + 1));
  const Delivery b = fold(shuffled, *rc::gen::inRange<std::size_t>(0, shuffled.size() + 1));
  RC_ASSERT(a == b);
  for (const Millis after : {Millis{0}, kPolicy.receipt_wait_ms, kPolicy.sent_wait_ms * 2}) {
    RC_ASSERT(state(a, after) == state(b, after));
  }
  const bool delivered = std::any_of(some.begin(), some.end(), [&](const auto& r) {
    return r.first >= 1 && r.first <= before.begun && (r.second & receipt_bit::kDelivered) != 0;
  });
  RC_ASSERT((state(a, 0) == DeliveryState::kDelivered) == delivered);
}

RC_GTEST_PROP(Delivery, FollowingTheOutlookAlwaysEndsWithAtMostTwoSubmitsThatCount, ()) {
  Delivery d = planned(*rc::gen::arbitrary<bool>());
  Millis now = kStart;
  int counted = 0;
  for (int step = 0; step < 200; ++step) {
    const Outlook o = look(d, kPolicy, now);
    if (o.submit) {
      d = begin(d, now);
      RC_ASSERT(d.begun == o.attempt);
      // A gateway that says later for ever is followed for ever, so here it answers otherwise in the end.
      const auto answer = static_cast<SubmitAnswer>(*rc::gen::inRange(step < 50 ? 0 : 2, 5));
      d = answered(d, o.attempt, answer);
      if (answer != SubmitAnswer::kLater) ++counted;
      RC_ASSERT(counted <= static_cast<int>(kTriesMax));
      continue;
    }
    if (o.due_ms == Outlook::kNever) {
      RC_ASSERT(o.state != DeliveryState::kPlanned && o.state != DeliveryState::kAttempting);
      return;
    }
    RC_ASSERT(o.due_ms > now);
    now = o.due_ms;
  }
  RC_FAIL("no end in 200 steps");
}

TEST(DeliveryState, EveryStateHasItsName) {
  EXPECT_EQ(delivery_state_name(DeliveryState::kPlanned), "planned");
  EXPECT_EQ(delivery_state_name(DeliveryState::kDelivered), "delivered");
  EXPECT_EQ(delivery_state_name(DeliveryState::kCallSheet), "call_sheet");
  EXPECT_EQ(delivery_state_name(DeliveryState::kSuperseded), "superseded");
}

TEST(DeliveryPolicy, DefaultsHoldAndEachRangeIsNamed) {
  EXPECT_EQ(kPolicy.receipt_wait_ms, 1'800'000);
  EXPECT_EQ(kPolicy.sent_wait_ms, 259'200'000);
  EXPECT_TRUE(check(kPolicy));
  const auto refused = [](Millis DeliveryPolicy::* field, Millis value) {
    DeliveryPolicy p;
    p.*field = value;
    const core::Status s = check(p);
    return s ? std::string() : s.error().cause;
  };
  EXPECT_EQ(refused(&DeliveryPolicy::answer_wait_ms, 999), "answer_wait_ms out of range");
  EXPECT_EQ(refused(&DeliveryPolicy::receipt_wait_ms, 59'999), "receipt_wait_ms out of range");
  EXPECT_EQ(refused(&DeliveryPolicy::receipt_wait_ms, 60'000), "");
  EXPECT_EQ(refused(&DeliveryPolicy::sent_wait_ms, 1'799'999), "sent_wait_ms out of range");
  EXPECT_EQ(refused(&DeliveryPolicy::later_wait_ms, 99), "later_wait_ms out of range");
  EXPECT_EQ(refused(&DeliveryPolicy::later_wait_ms_max, 4'999), "later_wait_ms_max out of range");
}

}  // namespace
}  // namespace naadam::notification
