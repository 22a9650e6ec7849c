#include "domain/mobile.hpp"

#include <gtest/gtest.h>

namespace naadam::domain {
namespace {

TEST(Mobile, WritingsOfOneNumberBecomeOne) {
  for (const char* text :
       {"13800000000", "+8613800000000", "008613800000000", "8613800000000", "138 0000 0000", "138-0000-0000",
        "１３８００００００００", "(+86)138-0000-0000", "+86 138.0000.0000", "13800000000.0", "'13800000000"}) {
    EXPECT_EQ(normal_mobile(text), "13800000000") << text;
  }
}

TEST(Mobile, EachFaultHasItsName) {
  const auto fault = [](const char* text) { return check_mobile(normal_mobile(text)); };
  EXPECT_EQ(fault("13800000000"), MobileFault::kNone);
  EXPECT_EQ(fault("19900000000"), MobileFault::kNone);
  EXPECT_EQ(fault(""), MobileFault::kEmpty);
  EXPECT_EQ(fault("1380000000"), MobileFault::kLength);
  EXPECT_EQ(fault("138000000000"), MobileFault::kLength);
  EXPECT_EQ(fault("+86138000"), MobileFault::kLength);
  EXPECT_EQ(fault("12800000000"), MobileFault::kSegment);
  EXPECT_EQ(fault("98123456789"), MobileFault::kSegment);
  EXPECT_EQ(fault("0471-0000000"), MobileFault::kLandline);
  EXPECT_EQ(fault("4000000000"), MobileFault::kLandline);
  EXPECT_EQ(fault("+97600000000"), MobileFault::kForeign);
  EXPECT_EQ(fault("1.38E+10"), MobileFault::kScientific);
  EXPECT_EQ(fault("13800000000/13900000000"), MobileFault::kCharacters);
}

}  // namespace
}  // namespace naadam::domain
