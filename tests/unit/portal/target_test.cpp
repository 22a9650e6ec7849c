#include "portal/rules/target.hpp"

#include <gtest/gtest.h>

namespace naadam::portal {
namespace {

using Segments = std::vector<std::string>;

TEST(Target, PathAndQueryComeApart) {
  const auto target = parse_target("/api/v1/boards/E05/worker/150100?cursor=3%3A7&x");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->segments, (Segments{"api", "v1", "boards", "E05", "worker", "150100"}));
  EXPECT_EQ(target->query, (Query{{"cursor", "3:7"}, {"x", ""}}));
}

TEST(Target, ASlashAtTheEndIsAnotherPath) {
  EXPECT_EQ(parse_target("/")->segments, Segments());
  EXPECT_EQ(parse_target("/a")->segments, (Segments{"a"}));
  EXPECT_EQ(parse_target("/a/")->segments, (Segments{"a", ""}));
  EXPECT_EQ(parse_target("//a")->segments, (Segments{"", "a"}));
}

TEST(Target, PercentEncodingIsUndoneOnce) {
  EXPECT_EQ(parse_target("/%E5%90%8D/%252F")->segments, (Segments{"名", "%2F"}));
  EXPECT_EQ(parse_target("/a%2Fb")->segments, (Segments{"a/b"})) << "an encoded slash parts nothing";
}

TEST(Target, WhatCannotBeReadIsNone) {
  for (const char* text : {"", "a", "*", "http://x/", "/%", "/%4", "/%zz", "/%00", "/%0a", "/..", "/a/%2e%2e/b", "/.",
                           "/%ff", "/%c0%af", "/%ed%a0%80", "/%f4%90%80%80", "/%e5%90", "/?a=%"}) {
    EXPECT_FALSE(parse_target(text)) << text;
  }
}

TEST(Target, LimitsAreKept) {
  EXPECT_TRUE(parse_target("/" + std::string(kTargetBytesMax - 1, 'a')));
  EXPECT_FALSE(parse_target("/" + std::string(kTargetBytesMax, 'a')));
  std::string query = "/?";
  for (std::size_t i = 0; i < kQueryParamsMax; ++i) query += "p" + std::to_string(i) + "=1&";
  EXPECT_TRUE(parse_target(query));
  EXPECT_FALSE(parse_target(query + "one=more"));
}

}  // namespace
}  // namespace naadam::portal
