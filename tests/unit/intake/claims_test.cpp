#include "intake/rules/claims.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace naadam::intake {
namespace {

core::Id id(std::uint8_t fill) {
  core::Id made;
  made.bytes.fill(fill);
  return made;
}

wire::FiledClaim filed(std::uint8_t submitter, std::uint32_t number, std::uint16_t copy = 0, std::string name = "甲") {
  wire::FiledClaim claim;
  claim.submitter = id(submitter);
  claim.upload = id(static_cast<std::uint8_t>(100 + number));
  claim.upload_number = number;
  claim.row = copy;
  claim.copy = copy;
  claim.claim.name = std::move(name);
  return claim;
}

struct Entry {
  wire::EntryBody body;
  std::vector<wire::FiledClaim> silenced;

  Merge merge(const wire::FiledClaim& claim) { return merge_claim(body, claim, silenced); }
  bool withdraw(std::uint8_t submitter, std::uint32_t before) {
    return withdraw_claims(body, id(submitter), before, silenced);
  }
};

TEST(Claims, ARepeatedClaimChangesNothing) {
  Entry entry;
  EXPECT_EQ(entry.merge(filed(1, 1)), Merge::kChanged);
  EXPECT_EQ(entry.merge(filed(1, 1)), Merge::kSame);
  EXPECT_EQ(entry.body.claims.size(), 1u);
  EXPECT_TRUE(entry.silenced.empty());
}

TEST(Claims, TheNewestUploadOfASubmitterSpeaksAloneAndNamesWhomItSilences) {
  Entry entry;
  entry.merge(filed(1, 1, 0));
  entry.merge(filed(1, 1, 1));
  entry.merge(filed(2, 1));
  EXPECT_EQ(entry.merge(filed(1, 2)), Merge::kChanged);
  EXPECT_EQ(entry.body.claims, (std::vector{filed(1, 2), filed(2, 1)}));
  EXPECT_EQ(entry.silenced, (std::vector{filed(1, 1, 0), filed(1, 1, 1)}));
  EXPECT_EQ(entry.merge(filed(1, 1, 1)), Merge::kOvertaken);
}

TEST(Claims, AWithdrawalHoldsAgainstEverythingOlder) {
  Entry entry;
  entry.merge(filed(1, 1));
  EXPECT_TRUE(entry.withdraw(1, 3));
  EXPECT_EQ(entry.silenced, std::vector{filed(1, 1)});
  EXPECT_EQ(entry.merge(filed(1, 1)), Merge::kOvertaken);
  EXPECT_EQ(entry.merge(filed(1, 2)), Merge::kOvertaken);
  EXPECT_FALSE(entry.withdraw(1, 3));
  EXPECT_TRUE(targets_of(entry.body).empty());
}

TEST(Claims, ANewerUploadBringsAWithdrawnPersonBack) {
  Entry entry;
  entry.merge(filed(1, 1));
  entry.withdraw(1, 2);
  entry.silenced.clear();
  EXPECT_EQ(entry.merge(filed(1, 3)), Merge::kChanged);
  EXPECT_EQ(entry.body.claims, std::vector{filed(1, 3)});
  EXPECT_TRUE(entry.silenced.empty());
}

TEST(Claims, TheOrderInWhichUploadsArriveDecidesNothing) {
  std::vector<wire::FiledClaim> claims{filed(1, 1), filed(1, 1, 1), filed(1, 2), filed(2, 1), filed(2, 2, 0, "乙")};
  std::vector<std::size_t> order{0, 1, 2, 3, 4};
  do {
    Entry entry;
    for (const std::size_t i : order) entry.merge(claims[i]);
    ASSERT_EQ(entry.body.claims, (std::vector{filed(1, 2), filed(2, 2, 0, "乙")}));
  } while (std::next_permutation(order.begin(), order.end()));
}

TEST(Claims, AFullEntryTakesNoMore) {
  Entry entry;
  for (std::uint16_t copy = 0; copy < wire::EntryBody::kClaimsMax; ++copy) {
    ASSERT_EQ(entry.merge(filed(1, 1, copy)), Merge::kChanged);
  }
  EXPECT_EQ(entry.merge(filed(1, 1, wire::EntryBody::kClaimsMax)), Merge::kFull);
  EXPECT_EQ(entry.merge(filed(1, 1, 0)), Merge::kSame);
}

}  // namespace
}  // namespace naadam::intake
