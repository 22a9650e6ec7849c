// A step that was asked for, given up, and found by the service only afterwards is not taken: what has been asked for
// since stands.
#include <gtest/gtest.h>

#include <csignal>

#include "asking/peers.hpp"
#include "support/installation.hpp"
#include "wire/verbs.hpp"

namespace naadam {
namespace {

asking::Json scheme(const char* most) {
  const asking::Json criterion{{"code", "A"}, {"zh", "操作技能"}, {"most", most}, {"step", "0.5"}};
  return {{"round", "trial"},
          {"schemes", {{{"event", "E01"}, {"criteria", asking::Json::array({criterion})}}}},
          {"reason", "评分方案更正"},
          {"by", "甲"}};
}

TEST(LateQuestionTest, WhatStoodStillTakesNoStepThatNobodyWaitsFor) {
  support::Installation installation{support::InstallationOptions{}};
  asking::Peers peers(installation.settings().common, installation.clock());
  const auto changed = [&](const char* most, core::Millis wait_ms) {
    const auto answer = peers.ask("scoring", wire::verb::kScoreScheme, scheme(most), wait_ms);
    return answer ? answer->at("changed").get<int>() : -1;
  };
  ASSERT_EQ(changed("100", support::kPatienceMs), 1);
  const pid_t scoring = installation.pid_of("scoring");
  ASSERT_EQ(::kill(scoring, SIGSTOP), 0);
  EXPECT_EQ(changed("80", 300), -1);
  ASSERT_EQ(::kill(scoring, SIGCONT), 0);
  EXPECT_EQ(changed("100", support::kPatienceMs), 0) << "the late one was taken meanwhile";
  EXPECT_EQ(changed("80", support::kPatienceMs), 1);
}

}  // namespace
}  // namespace naadam
