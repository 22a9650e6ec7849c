#include "scheduling/rules/viability.hpp"

#include <gtest/gtest.h>

namespace naadam::scheduling {
namespace {

class ViabilityTest : public testing::Test {
 protected:
  ViabilityTest() {
    edition_.finals.quota = 2;
    edition_.finals.viability_min = 20;
  }
  // `delegations` of them, with `each` entries.
  static ByDelegation entries(int delegations, std::uint64_t each) {
    ByDelegation counts;
    for (int i = 0; i < delegations; ++i) counts["15-" + std::to_string(i)] = each;
    return counts;
  }

  domain::Edition edition_;
  domain::Event single_, pair_ = [] {
    domain::Event event;
    event.team_size = 2;
    return event;
  }();
};

TEST_F(ViabilityTest, TwentyAreEnoughAndNineteenAreNot) {
  EXPECT_TRUE(viability(edition_, single_, entries(10, 2)).enough);
  ByDelegation counts = entries(10, 2);
  counts["15-9"] = 1;
  const Viability at = viability(edition_, single_, counts);
  EXPECT_EQ(at.forecast, 19U);
  EXPECT_FALSE(at.enough);
}

TEST_F(ViabilityTest, OfADelegationNoMoreThanTheQuotaCount) {
  const Viability at = viability(edition_, single_, entries(9, 100));
  EXPECT_EQ(at.accepted, 900U);
  EXPECT_EQ(at.forecast, 18U);
  EXPECT_FALSE(at.enough);
}

TEST_F(ViabilityTest, WhoseDelegationIsUnknownCannotReachTheFinals) {
  ByDelegation counts = entries(9, 2);
  counts[""] = 50;
  const Viability at = viability(edition_, single_, counts);
  EXPECT_EQ(at.accepted, 68U);
  EXPECT_EQ(at.forecast, 18U);
}

TEST_F(ViabilityTest, TeamsCountAsTheEditionSays) {
  EXPECT_EQ(viability(edition_, pair_, entries(10, 2)).forecast, 10U);  // one team of two each
  EXPECT_EQ(viability(edition_, pair_, entries(10, 9)).forecast, 20U);  // two teams each may come
  edition_.finals.viability_unit = domain::ViabilityUnit::kPersons;
  EXPECT_EQ(viability(edition_, pair_, entries(10, 2)).forecast, 20U);
  EXPECT_EQ(viability(edition_, single_, entries(10, 2)).forecast, 20U);
}

TEST_F(ViabilityTest, NobodyYetIsNotEnough) {
  const Viability at = viability(edition_, single_, {});
  EXPECT_EQ(at.forecast, 0U);
  EXPECT_FALSE(at.enough);
}

}  // namespace
}  // namespace naadam::scheduling
