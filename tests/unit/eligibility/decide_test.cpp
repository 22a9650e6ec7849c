// What becomes of an entry of several claims, of which some came after the close.
#include "eligibility/rules/decide.hpp"

#include "rules_support.hpp"

namespace naadam::eligibility {
namespace {

using wire::Verdict;

class DecideTest : public RulesTest {
 protected:
  DecideTest() {
    for (const std::uint8_t submitter : {std::uint8_t{1}, std::uint8_t{2}}) {
      wire::FiledClaim& filed = body.claims.emplace_back();
      filed.submitter.bytes.back() = submitter;
      filed.upload.bytes.back() = static_cast<std::uint8_t>(10 + submitter);
      filed.accepted_at = accepted_at;
      filed.claim = claim;
    }
  }
  wire::EntryState decided(const wire::EntryState& before = {}) const {
    const domain::Keyer keyer = test_key;
    return decide(body, before, {edition, winners, keyer, keyer, 7});
  }
  void late(std::size_t claim_at) { body.claims[claim_at].accepted_at = edition.entry_closes + 1; }

  wire::EntryBody body;
};

TEST_F(DecideTest, WhoDiffersTooLateTakesNothingFromWhoCameInTime) {
  body.claims[0].claim.mobile = "13900000001";
  ASSERT_TRUE(decided().has(wire::entry_flag::kConflict));
  late(0);  // though it stands first
  const wire::EntryState state = decided();
  EXPECT_EQ(state.verdict, Verdict::kAccepted);
  EXPECT_FALSE(state.has(wire::entry_flag::kConflict));
  ASSERT_EQ(state.targets.size(), 2u);
  EXPECT_EQ(state.targets[0].upload, body.claims[1].upload) << "the one that decides comes first";
  EXPECT_EQ(state.targets[0].verdict, Verdict::kAccepted);
  EXPECT_EQ(state.targets[1].verdict, Verdict::kRefused);
  EXPECT_EQ(state.recipient, test_key("13800000000"));
}

TEST_F(DecideTest, WhereAllCameTooLateTheEntryIsRefusedAndDifferencesDoNotMatterAnyMore) {
  body.claims[1].claim.mobile = "13900000001";
  late(0);
  late(1);
  const wire::EntryState state = decided();
  EXPECT_EQ(state.verdict, Verdict::kRefused);
  EXPECT_FALSE(state.has(wire::entry_flag::kConflict));
  EXPECT_EQ(state.targets[0].upload, body.claims[0].upload);
}

TEST_F(DecideTest, WhatCameInTimeAndWasWithdrawnLeavesTheLateOneRefused) {
  late(0);
  body.claims[1].withdrawn = true;
  EXPECT_EQ(decided().verdict, Verdict::kRefused);
  EXPECT_EQ(decided().targets.size(), 1u);
}

TEST_F(DecideTest, ThreeDisagreeingInTimeAreReturnedAndTheLateOneIsRefusedBesideThem) {
  body.claims.push_back(body.claims[0]);
  body.claims[2].submitter.bytes.back() = 3;
  body.claims[1].claim.mobile = "13900000001";
  late(2);
  const wire::EntryState state = decided();
  EXPECT_TRUE(state.has(wire::entry_flag::kConflict));
  EXPECT_EQ(state.verdict, Verdict::kReturned);
  EXPECT_EQ(state.targets[1].verdict, Verdict::kReturned);
  EXPECT_EQ(state.targets[2].verdict, Verdict::kRefused);
}

TEST_F(DecideTest, WhoGoesToAnotherDelegationLosesItsSeatItsResultAndItsPlaceInTheFinalsAndIsTold) {
  using Kind = wire::FinalsPlace::Kind;
  wire::EntryState before = decided();
  before.seat = wire::Seat{3, 9, 2, 5};
  before.result = wire::ContestResult{3, 9, 1, 87'500'000};
  before.finals = wire::FinalsPlace{3, 9, Kind::kNamed, 1};
  EXPECT_EQ(decided(before).seat, before.seat) << "who stays keeps it";
  EXPECT_EQ(decided(before).result, before.result);
  EXPECT_EQ(decided(before).finals, before.finals);
  for (wire::FiledClaim& filed : body.claims) filed.claim.delegation = "包头市";
  const wire::EntryState after = decided(before);
  ASSERT_TRUE(after.seat);
  EXPECT_EQ(after.seat->heat, 0);
  EXPECT_EQ(after.seat->epoch, 0u) << "below every draw's";
  EXPECT_EQ(after.result, (wire::ContestResult{0, 1, 0, 0}));
  EXPECT_EQ(after.finals, (wire::FinalsPlace{0, 1, Kind::kNone, 0}));
  EXPECT_EQ(after.flags & wire::entry_flag::kNotices, wire::entry_flag::kNotices);
}

TEST_F(DecideTest, WhoNeverHadAnythingToLoseHearsOfNothingInAnotherDelegation) {
  wire::EntryState before = decided();
  before.seat = wire::Seat::never(3, 9);
  before.result = wire::ContestResult{3, 9, 0, 1};
  before.finals = wire::FinalsPlace{3, 9, wire::FinalsPlace::Kind::kNone, 1};
  for (wire::FiledClaim& filed : body.claims) filed.claim.delegation = "包头市";
  const wire::EntryState after = decided(before);
  EXPECT_EQ(after.seat, wire::Seat::never(0, 1)) << "below what is said in the new one";
  EXPECT_EQ(after.result, wire::ContestResult::never());
  EXPECT_EQ(after.finals, wire::FinalsPlace::never());
  EXPECT_EQ(after.flags & wire::entry_flag::kNotices, wire::entry_flag::kNotify);
}

}  // namespace
}  // namespace naadam::eligibility
