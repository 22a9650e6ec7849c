#include "portal/rules/tokens.hpp"

#include <gtest/gtest.h>

namespace naadam::portal {
namespace {

TEST(Tokens, WhatWasGrantedIsFound) {
  const std::string league = fresh_token(), judge = fresh_token();
  Tokens granted;
  ASSERT_TRUE(granted.add(league, {Role::kLeague, "呼和浩特", "150100", {}}));
  ASSERT_TRUE(granted.add(judge, {Role::kJudge, "裁判甲", {}, {}}));
  EXPECT_FALSE(granted.add(judge, {Role::kJudge, "裁判乙", {}, {}})) << "one token, one owner";
  const std::string json = granted.json();
  EXPECT_EQ(json.find(league), std::string::npos) << "the file holds no token";
  const auto tokens = Tokens::parse(json);
  ASSERT_TRUE(tokens) << tokens.error().cause;
  ASSERT_NE(tokens->find(league), nullptr);
  EXPECT_EQ(tokens->find(league)->role, Role::kLeague);
  EXPECT_EQ(tokens->find(league)->delegation, "150100");
  EXPECT_EQ(tokens->find(judge)->name, "裁判甲");
  EXPECT_EQ(tokens->find(fresh_token()), nullptr);
  EXPECT_EQ(tokens->find(""), nullptr);
  EXPECT_EQ(tokens->find(league.substr(1)), nullptr);
}

TEST(Tokens, WhatIsTakenAwayIsNobodys) {
  const std::string token = fresh_token();
  Tokens tokens;
  ASSERT_TRUE(tokens.add(token, {Role::kRegion, "组委会", {}, {}}));
  const std::string mark = tokens.all().at(0)->mark;
  EXPECT_FALSE(tokens.remove("00"));
  EXPECT_TRUE(tokens.remove(mark));
  EXPECT_EQ(tokens.find(token), nullptr);
  EXPECT_TRUE(Tokens::parse(tokens.json())) << "nobody is left";
}

TEST(Tokens, FreshOnesDiffer) {
  EXPECT_NE(fresh_token(), fresh_token());
  EXPECT_TRUE(fresh_token().starts_with(kTokenPrefix));
}

TEST(Tokens, AWrongFileIsRefusedWithItsPlace) {
  const std::string hash(64, 'a');
  const auto cause = [](const std::string& json) {
    const auto tokens = Tokens::parse(json);
    return tokens ? std::string("taken") : tokens.error().cause;
  };
  const auto one = [&](const std::string& fields) { return cause("{\"tokens\": [{" + fields + "}]}"); };
  const std::string good = "\"sha256\": \"" + hash + "\", \"role\": \"judge\", \"name\": \"x\"";
  EXPECT_EQ(one(good), "taken");
  EXPECT_NE(cause("").find("no list"), std::string::npos);
  EXPECT_NE(cause("[]").find("no list"), std::string::npos);
  EXPECT_NE(cause("{\"tokens\": 3}").find("no list"), std::string::npos);
  EXPECT_NE(cause("{\"tokens\": [1]}").find("tokens[0] is no object"), std::string::npos);
  EXPECT_NE(one("\"sha256\": \"AA\"").find("sha256"), std::string::npos);
  EXPECT_NE(one("\"sha256\": \"" + hash + "\", \"role\": \"king\"").find("role"), std::string::npos);
  EXPECT_NE(one("\"sha256\": \"" + hash + "\", \"role\": \"judge\"").find("name"), std::string::npos);
  EXPECT_NE(one(good + ", \"delegation\": \"150100\"").find("delegation"), std::string::npos);
  EXPECT_NE(cause("{\"tokens\": [{" + good + "}, {" + good + "}]}").find("tokens[1] is there twice"),
            std::string::npos);
}

TEST(Tokens, OnlyTheBearerSchemeCounts) {
  EXPECT_EQ(bearer_of("Bearer abc"), "abc");
  EXPECT_EQ(bearer_of("bEARER  abc"), "abc");
  for (const char* text : {"", "Bearer", "Bearer ", "Basic abc", "abc", "Bearerabc"}) EXPECT_EQ(bearer_of(text), "");
}

}  // namespace
}  // namespace naadam::portal
