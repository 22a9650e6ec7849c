#include "link/refusals.hpp"

#include <gtest/gtest.h>

#include <set>
#include <vector>

#include "support/hand_clock.hpp"

namespace naadam::link {
namespace {

class RefusalsTest : public testing::Test {
 protected:
  support::HandClock clock_;
  std::vector<Refused> told_;
  Refusals refusals_{[this](const Refused& refused) { told_.push_back(refused); }, clock_};
};

TEST_F(RefusalsTest, TheFirstOfAKindIsToldAtOnce) {
  refusals_.add({RefusedFor::kStranger, "", "abcdefgh", "127.0.0.1", 0});
  refusals_.add({RefusedFor::kRole, "scoring", "abcdefgh", "", 0});
  refusals_.add({RefusedFor::kRole, "portal", "abcdefgh", "", 0});
  EXPECT_EQ(told_.size(), 3U);
}

TEST_F(RefusalsTest, RepeatsAreCountedAndToldWithTheNextLine) {
  for (int i = 0; i < 5; ++i) refusals_.add({RefusedFor::kStranger, "", "", "", 0});
  EXPECT_EQ(told_.size(), 1U);
  EXPECT_EQ(refusals_.count(RefusedFor::kStranger), 5U);
  clock_.at += 10'000;
  refusals_.add({RefusedFor::kStranger, "", "", "", 0});
  ASSERT_EQ(told_.size(), 2U);
  EXPECT_EQ(told_.back().repeated, 4U);
}

TEST_F(RefusalsTest, RepeatsAreToldWhenTheirTimeIsOverAndNotBefore) {
  for (int i = 0; i < 3; ++i) refusals_.add({RefusedFor::kNotOurs, "", "", "", 0});
  clock_.at += 9'999;
  refusals_.tick();
  EXPECT_EQ(told_.size(), 1U);
  clock_.at += 1;
  refusals_.tick();
  refusals_.tick();
  ASSERT_EQ(told_.size(), 2U);
  EXPECT_EQ(told_.back().repeated, 1U);  // and the line itself
}

TEST(Refusals, WhatIsUntoldAtTheEndIsTold) {
  const support::HandClock clock;
  std::uint64_t lines = 0;
  std::uint64_t repeated = 0;
  {
    Refusals refusals([&](const Refused& refused) { ++lines, repeated += refused.repeated; }, clock);
    for (int i = 0; i < 7; ++i) refusals.add({RefusedFor::kStranger, "", "", "", 0});
  }
  EXPECT_EQ(lines + repeated, 7U);
}

TEST(Refusals, EveryReasonHasItsName) {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < kRefusedFors; ++i) names.insert(name_of(static_cast<RefusedFor>(i)));
  EXPECT_EQ(names.size(), kRefusedFors);
}

}  // namespace
}  // namespace naadam::link
