#include "core/bytes.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "core/id.hpp"
#include "core/rev.hpp"

namespace naadam::core {
namespace {

RC_GTEST_PROP(Bytes, NumbersComeBackAndSortAsBytes, (std::uint32_t a, std::uint32_t b, std::uint64_t c)) {
  std::string of_a, of_b, of_c;
  put_u32(of_a, a);
  put_u32(of_b, b);
  put_u64(of_c, c);
  RC_ASSERT(get_u32(of_a) == a);
  RC_ASSERT(get_u64(of_c) == c);
  RC_ASSERT((of_a < of_b) == (a < b));
}

RC_GTEST_PROP(IdText, ComesBackFromItsHex, (std::array<std::uint8_t, kIdBytes> bytes)) {
  const Id id{bytes};
  RC_ASSERT(id_from_hex(to_hex(id)) == id);
  RC_ASSERT(Id::from(id.view()) == id);
}

TEST(IdText, AnythingButThirtyTwoLowerCaseDigitsIsRefused) {
  const std::string good = "000102030405060708090a0b0c0d0e0f";
  ASSERT_TRUE(id_from_hex(good));
  EXPECT_FALSE(id_from_hex(good.substr(1)));
  EXPECT_FALSE(id_from_hex(good + "0"));
  EXPECT_FALSE(id_from_hex("000102030405060708090A0B0C0D0E0F"));
  EXPECT_FALSE(id_from_hex("00010203040506070809 a0b0c0d0e0f"));
  EXPECT_FALSE(id_from_hex(""));
}

TEST(ShardOf, IsTheFirstHalfModuloTheShards) {
  Id id;
  id.bytes[6] = 1;
  id.bytes[7] = 3;
  id.bytes[8] = 255;  // does not count
  EXPECT_EQ(shard_of(id, 1), 0);
  EXPECT_EQ(shard_of(id, 16), 3);
  EXPECT_EQ(shard_of(id, 1'000), 259);
}

RC_GTEST_PROP(RevOrder, IsEpochThenNumberAndNeverTheHash, (std::uint32_t e, std::uint32_t n, std::uint64_t h)) {
  const Rev rev{e, n, h};
  RC_ASSERT(Rev::from(rev.bytes()) == rev);
  RC_ASSERT(!rev.newer_than(rev));
  const Rev other_content{e, n, ~h};
  RC_ASSERT(!rev.newer_than(other_content) && !other_content.newer_than(rev));
  const Rev next = next_rev(rev, e, "decided");
  RC_ASSERT(n == UINT32_MAX || next.newer_than(rev));
  RC_ASSERT(e == UINT32_MAX || Rev(next_rev({e, 0, 0}, e + 1, "")).newer_than(rev));
}

TEST(NoEarlierThan, LiesBetweenWhatOlderEpochsSaidAndTheStepsOfThisOne) {
  const Rev old{1, 900, 7}, now{2, 3, 7};
  EXPECT_EQ(no_earlier_than(2, now), now);
  EXPECT_TRUE(no_earlier_than(2, old).newer_than(old));
  EXPECT_TRUE(next_rev(old, 2, "").newer_than(no_earlier_than(2, old)));
  EXPECT_NE(no_earlier_than(2, old).n, 0u);
}

TEST(NextRev, IsTheSameForTheSameStepAndAnotherForAnotherContent) {
  const Rev before{1, 4, 77};
  EXPECT_EQ(next_rev(before, 1, "accepted"), next_rev(before, 1, "accepted"));
  EXPECT_NE(next_rev(before, 1, "accepted").hash, next_rev(before, 1, "refused").hash);
  EXPECT_NE(next_rev(before, 1, "accepted").hash, next_rev({1, 4, 78}, 1, "accepted").hash);
  EXPECT_EQ(next_rev(before, 2, "accepted").epoch, 2u);
}

}  // namespace
}  // namespace naadam::core
