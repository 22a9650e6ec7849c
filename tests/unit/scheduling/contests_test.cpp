#include "scheduling/rules/contests.hpp"

#include <gtest/gtest.h>

#include "support/edition_2021.hpp"
#include "wire/place.hpp"

namespace naadam::scheduling {
namespace {

class ContestsTest : public testing::Test {
 protected:
  domain::Edition edition_ = support::edition_2021();
  Contests contests_{edition_};
};

TEST_F(ContestsTest, EveryTrialOfTheEditionIsFoundByItsNumber) {
  for (const domain::Event& event : edition_.events) {
    for (const std::string& group : event.groups) {
      for (const domain::Delegation& delegation : edition_.delegations) {
        const Contest* found =
            contests_.find(wire::contest_of(edition_.id, wire::Round::kTrial, event.code, group, delegation.code));
        ASSERT_NE(found, nullptr) << event.code << group << delegation.code;
        EXPECT_EQ(found->event, event.code);
        EXPECT_EQ(found->group, group);
        EXPECT_EQ(found->delegation, delegation.code);
      }
    }
  }
  // Each of the three may be unknown; no two contests share a number.
  EXPECT_EQ(contests_.size(),
            (edition_.events.size() + 1) * (edition_.groups.size() + 1) * (edition_.delegations.size() + 1));
}

TEST_F(ContestsTest, AnEntryThatNamesNothingKnownStandsSomewhereToo) {
  const Contest* found = contests_.find(wire::trial_of(edition_.id, {}));
  ASSERT_NE(found, nullptr);
  EXPECT_TRUE(found->event.empty() && found->group.empty() && found->delegation.empty());
}

TEST_F(ContestsTest, AnotherEditionsContestIsUnknown) {
  EXPECT_EQ(contests_.find(wire::contest_of("1999", wire::Round::kTrial, "E01", "", "")), nullptr);
}

}  // namespace
}  // namespace naadam::scheduling
