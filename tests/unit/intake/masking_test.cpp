#include "intake/rules/masking.hpp"

#include <gtest/gtest.h>

namespace naadam::intake {
namespace {

TEST(Masking, NameKeepsItsFirstCharacterAndNotItsLength) {
  EXPECT_EQ(masked_name("张三"), "张*");
  EXPECT_EQ(masked_name("张小华"), "张**");
  EXPECT_EQ(masked_name("阿拉坦·其其格"), "阿**");
  EXPECT_EQ(masked_name("王"), "王");
  EXPECT_EQ(masked_name(""), "");
}

TEST(Masking, NumberKeepsItsLastFourOnlyWhereMostIsHidden) {
  EXPECT_EQ(masked_number("15010219900101123X"), "**************123X");
  EXPECT_EQ(masked_number("E1234567"), "****4567");
  EXPECT_EQ(masked_number("1234567"), "*******");
  EXPECT_EQ(masked_number(""), "");
}

}  // namespace
}  // namespace naadam::intake
