#include "cli/up/copies_checkup.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/remote/condition.hpp"

namespace naadam::cli {
namespace {

using testing::HasSubstr;

Condition well() {
  Condition condition;
  condition.store_up = true;
  condition.epoch = 7;
  return condition;
}

TEST(CopiesCheckup, WhereAllWasToldUnderTheEpochThereIsNothingToSay) {
  EXPECT_TRUE(check_copies(well(), Lang::kEn).empty());
}

TEST(CopiesCheckup, ARaisedEpochShowsHowFarTellingAgainHasCome) {
  Condition condition = well();
  condition.retelling = {{"entries", 0.374}, {"draws", 0}};
  const auto checks = check_copies(condition, Lang::kZh);
  ASSERT_EQ(checks.size(), 1u);
  EXPECT_EQ(checks[0].name, "retelling");
  EXPECT_EQ(checks[0].health, Health::kWarning);
  EXPECT_THAT(checks[0].found, HasSubstr("升到 7 以后"));
  EXPECT_THAT(checks[0].found, HasSubstr("全部报名 37%"));
  EXPECT_THAT(checks[0].found, HasSubstr("抽签结果 0%"));
  EXPECT_THAT(checks[0].todo, HasSubstr("retelling.begun"));
  EXPECT_THAT(condition_text(condition, Lang::kEn), HasSubstr("entries are told again since the epoch rose: 37%"));
}

TEST(CopiesCheckup, ACopyUnderAnOlderEpochIsNamed) {
  Condition condition = well();
  condition.services = {{.service = "intake", .copy = 1, .up = true, .epoch = 6},
                        {.service = "intake", .copy = 2, .up = true, .epoch = 7}};
  const auto checks = check_copies(condition, Lang::kEn);
  ASSERT_EQ(checks.size(), 1u);
  EXPECT_EQ(checks[0].health, Health::kBad);
  EXPECT_THAT(checks[0].found, HasSubstr("the store's epoch is 7, but intake"));
}

}  // namespace
}  // namespace naadam::cli
