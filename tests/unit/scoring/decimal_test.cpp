#include "scoring/rules/decimal.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

#include "decimals.hpp"

namespace naadam::scoring {
namespace {

TEST(Decimal, ReadsWhatPeopleWriteAndNothingElse) {
  EXPECT_EQ(of("87.5"), of("87.500"));
  EXPECT_EQ(of("87."), Decimal::whole(87));
  EXPECT_EQ(of(".5").text(), "0.5");
  EXPECT_EQ(of("-0.25").text(), "-0.25");
  EXPECT_EQ(of("0.100000").text(), "0.1");
  EXPECT_EQ(of("1000000000").text(), "1000000000");
  for (const char* wrong : {"", ".", "-", "8 7", "87,5", "8.7.5", "1e2", "+1", "0x10", "八十", "0.1234567",
                            "1000000000.000001", "10000000000", "99999999999999999999", "nan"}) {
    EXPECT_FALSE(Decimal::parse(wrong)) << wrong;
  }
}

// Tenths and hundredths have no exact binary fraction; their sums must still be what a person adds up.
TEST(Decimal, AddsWhatNoBinaryFractionHolds) {
  Decimal sum;
  for (int i = 0; i < 10; ++i) sum += of("0.1");
  EXPECT_EQ(sum, Decimal::whole(1));
  EXPECT_EQ(of("0.1") + of("0.2"), of("0.3"));
  EXPECT_EQ((of("85.55") - of("85.54")).text(), "0.01");
}

TEST(Decimal, HalfACentCountsUp) {
  EXPECT_EQ(of("2.675").text(2), "2.68");  // 2.67 where somebody rounds the nearest binary fraction
  EXPECT_EQ(of("1.005").text(2), "1.01");
  EXPECT_EQ(of("1.004999").text(2), "1.00");
  EXPECT_EQ(of("-1.005").text(2), "-1.01");
  EXPECT_EQ(of("0.5").text(0), "1");
  EXPECT_EQ(of("99.995").text(2), "100.00");
  EXPECT_EQ(of("87").text(2), "87.00");
  EXPECT_EQ(of("87.123456").text(6), "87.123456");
  EXPECT_EQ(of("-0.001").text(2), "0.00");
}

TEST(Decimal, KnowsItsSteps) {
  EXPECT_TRUE(of("0.75").in_steps_of(of("0.25")));
  EXPECT_FALSE(of("0.8").in_steps_of(of("0.25")));
  EXPECT_TRUE(of("0").in_steps_of(of("0.5")));
}

RC_GTEST_PROP(Decimal, TextComesBackAsTheSame, (std::int64_t whole, unsigned fraction)) {
  const std::string text = std::to_string(whole % Decimal::kMax) + "." + std::to_string(fraction % 1'000'000);
  const auto value = Decimal::parse(text);
  RC_ASSERT(value.has_value());
  RC_ASSERT(Decimal::parse(value->text()) == value);
  RC_ASSERT(Decimal::parse(value->text(6)) == value);
}

}  // namespace
}  // namespace naadam::scoring
