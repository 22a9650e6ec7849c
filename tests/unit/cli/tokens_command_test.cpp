#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "cli/commands/tokens.hpp"
#include "cli/up/home.hpp"
#include "portal/rules/tokens.hpp"
#include "support/command.hpp"
#include "support/redis.hpp"

namespace naadam::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

class TokensCommand : public testing::Test {
 protected:
  support::Ran run(std::vector<std::string> words) {
    static constexpr AddCommand kCommands[] = {add_tokens};
    words.insert(words.begin(), "tokens");
    words.insert(words.end(), {"--data", dir_.path().string()});
    return support::run_command(kCommands, words);
  }
  // Gives one out; the token.
  std::string given(std::vector<std::string> words) {
    words.insert(words.begin(), "add");
    const support::Ran ran = run(std::move(words));
    EXPECT_EQ(ran.code, 0) << ran.said;
    const auto at = ran.said.find(portal::kTokenPrefix);
    return at == std::string::npos ? std::string() : ran.said.substr(at, ran.said.find('\n', at) - at);
  }
  portal::Tokens file() const {
    std::ifstream in(Home(dir_.path().string()).portal_tokens());
    return portal::Tokens::parse(std::string{std::istreambuf_iterator<char>(in), {}}).value();
  }

  support::TempDir dir_;
};

TEST_F(TokensCommand, WhatIsGivenIsLetInUntilItIsTakenBack) {
  EXPECT_EQ(run({"list"}).code, 0) << "nobody yet";
  const std::string judge = given({"--role", "judge", "--name", "裁判甲"});
  const std::string league = given({"--role", "league", "--name", "呼和浩特", "--delegation", "150100"});
  ASSERT_NE(file().find(judge), nullptr);
  EXPECT_EQ(file().find(league)->delegation, "150100");
  struct stat held{};
  ASSERT_EQ(::stat(Home(dir_.path().string()).portal_tokens().c_str(), &held), 0);
  EXPECT_EQ(held.st_mode & 0777, 0600u);

  const std::string list = run({"list"}).said, mark = file().find(judge)->mark;
  EXPECT_THAT(list, HasSubstr(mark));
  EXPECT_THAT(list, HasSubstr("裁判甲"));
  EXPECT_THAT(list, Not(HasSubstr(judge)));
  EXPECT_EQ(run({"remove", mark}).code, 0);
  EXPECT_EQ(file().find(judge), nullptr);
  EXPECT_NE(file().find(league), nullptr);
  EXPECT_EQ(run({"remove", mark}).code, 1) << "nobody has it any more";
}

TEST_F(TokensCommand, WrongUseIsRefused) {
  EXPECT_EQ(run({"add"}).code, 2);
  EXPECT_EQ(run({"add", "--role", "judge"}).code, 2);
  EXPECT_EQ(run({"add", "--role", "king", "--name", "x"}).code, 2);
  EXPECT_EQ(run({"add", "--role", "league", "--name", "x"}).code, 2) << "whose delegation?";
  EXPECT_EQ(run({"add", "--role", "judge", "--name", "x", "--delegation", "150100"}).code, 2);
  EXPECT_EQ(run({"remove"}).code, 2);
}

}  // namespace
}  // namespace naadam::cli
