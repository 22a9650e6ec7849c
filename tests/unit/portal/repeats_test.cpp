#include "portal/rules/repeats.hpp"

#include <gtest/gtest.h>

namespace naadam::portal {
namespace {

TEST(Repeats, AKeyBelongsToItsFirstContent) {
  Repeats repeats;
  ASSERT_TRUE(repeats.begin("a", "key-0001", 0));
  EXPECT_TRUE(repeats.fits("a", "key-0001", "one"));
  repeats.finish("a", "key-0001", "one");
  ASSERT_TRUE(repeats.begin("a", "key-0001", 1));
  EXPECT_TRUE(repeats.fits("a", "key-0001", "one"));
  EXPECT_FALSE(repeats.fits("a", "key-0001", "other"));
  EXPECT_TRUE(repeats.fits("b", "key-0001", "other")) << "keys of two tokens are two keys";
}

TEST(Repeats, TwoAtOnceAreFoundOut) {
  Repeats repeats;
  ASSERT_TRUE(repeats.begin("a", "key-0001", 0));
  EXPECT_FALSE(repeats.begin("a", "key-0001", 0));
  EXPECT_TRUE(repeats.begin("b", "key-0001", 0));
  repeats.fail("a", "key-0001");
  EXPECT_TRUE(repeats.begin("a", "key-0001", 0));
}

TEST(Repeats, WhatFailedMayComeWithAnotherContentWhatWasAnsweredMayNot) {
  Repeats repeats;
  repeats.begin("a", "key-0001", 0);
  repeats.fail("a", "key-0001");
  EXPECT_EQ(repeats.size(), 0u);
  repeats.begin("a", "key-0001", 0);
  repeats.finish("a", "key-0001", "one");
  repeats.begin("a", "key-0001", 0);
  repeats.fail("a", "key-0001");
  EXPECT_FALSE(repeats.fits("a", "key-0001", "other"));
}

TEST(Repeats, TheOldestAreForgottenButNotThoseInWork) {
  Repeats repeats(3);
  for (const char* key : {"key-0001", "key-0002", "key-0003"}) repeats.begin("a", key, 0);
  repeats.finish("a", "key-0002", "two");
  repeats.finish("a", "key-0003", "three");
  EXPECT_TRUE(repeats.begin("a", "key-0004", 0));
  EXPECT_TRUE(repeats.fits("a", "key-0002", "other")) << "forgotten";
  EXPECT_FALSE(repeats.fits("a", "key-0003", "other"));
  EXPECT_FALSE(repeats.begin("a", "key-0001", 0)) << "still in work";
  repeats.begin("a", "key-0005", Repeats::kRememberMs + 1);
  EXPECT_TRUE(repeats.fits("a", "key-0003", "other")) << "a day is over";
}

TEST(Repeats, KeysAreShortAndPlain) {
  EXPECT_TRUE(is_key("0f3a6c1e-77aa-4c0e-9d3b-5a1d2c3b4e5f"));
  EXPECT_TRUE(is_key(std::string(kKeyBytesMin, 'a')));
  EXPECT_TRUE(is_key(std::string(kKeyBytesMax, 'Z')));
  EXPECT_FALSE(is_key(std::string(kKeyBytesMin - 1, 'a')));
  EXPECT_FALSE(is_key(std::string(kKeyBytesMax + 1, 'a')));
  EXPECT_FALSE(is_key("with blank"));
  EXPECT_FALSE(is_key("钥匙钥匙钥匙"));
}

}  // namespace
}  // namespace naadam::portal
