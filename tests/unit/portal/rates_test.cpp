#include "portal/rules/rates.hpp"

#include <gtest/gtest.h>

namespace naadam::portal {
namespace {

TEST(Rates, ABucketEmptiesAndFillsAgain) {
  Rates rates(60);
  EXPECT_TRUE(rates.allow("a", 50, 1'000));
  EXPECT_FALSE(rates.allow("a", 11, 1'000));
  EXPECT_TRUE(rates.allow("a", 10, 1'000));
  EXPECT_FALSE(rates.allow("a", 1, 1'999));
  EXPECT_TRUE(rates.allow("a", 1, 2'001)) << "a point a second";
  EXPECT_FALSE(rates.allow("a", 61, 1'000'000)) << "never more than a minute's";
  EXPECT_TRUE(rates.allow("a", 60, 1'000'000));
}

TEST(Rates, OneClientTakesNothingFromAnother) {
  Rates rates(10);
  EXPECT_TRUE(rates.allow("a", 10, 0));
  EXPECT_FALSE(rates.allow("a", 1, 0));
  EXPECT_TRUE(rates.allow("b", 10, 0));
}

TEST(Rates, MemoryIsBoundedAndNewcomersShareWhatIsLeft) {
  Rates rates(10, 3);
  for (const char* client : {"a", "b", "c"}) EXPECT_TRUE(rates.allow(client, 5, 10'000));
  EXPECT_TRUE(rates.allow("d", 10, 10'000));
  EXPECT_FALSE(rates.allow("e", 1, 10'000)) << "shares with d";
  EXPECT_LE(rates.clients(), 4u);
  EXPECT_TRUE(rates.allow("f", 10, 100'000)) << "a, b and c are full again and forgotten";
  EXPECT_LE(rates.clients(), 3u);
}

TEST(Rates, TheClientIsWhomTheProxyNamed) {
  EXPECT_EQ(client_of("203.0.113.9"), "203.0.113.9");
  EXPECT_EQ(client_of("10.9.9.9, 203.0.113.9"), "203.0.113.9") << "what stands before may be invented";
  EXPECT_EQ(client_of("2001:db8::1"), "2001:db8::1");
  EXPECT_EQ(client_of(""), "");
  EXPECT_EQ(client_of("someone, <script>"), "");
  EXPECT_EQ(client_of(std::string(500, '1')), "");
}

}  // namespace
}  // namespace naadam::portal
