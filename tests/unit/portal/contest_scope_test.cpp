#include "portal/rules/contest_scope.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "principals.hpp"

namespace naadam::portal {
namespace {

using Json = nlohmann::json;

Json a_contest(const char* phase) {
  return {
      {"round", "trial"},
      {"delegation", "150100"},
      {"event", "E05"},
      {"group", "worker"},
      {"phase", phase},
      {"open_marks", 0},
      {"ties", Json::array()},
      {"ranked", {{{"number", "1-02"}, {"entry", std::string(32, 'a')}, {"total", "88.35"}, {"rank", 1}, {"x", 1}}}},
      {"published_by", "呼和浩特"},
      {"published_at", 1'624'154'400'000},
      {"document", "inside"},
      {"steps", {{{"step", "import"}, {"by", "裁判甲"}, {"at", 1'624'154'400'000}, {"note", "更正"}, {"x", 1}}}}};
}

Json a_draw(const char* phase) {
  return {{"round", "trial"},      {"delegation", "150100"},        {"draw", "2021-150100-1"},
          {"phase", phase},        {"value_at", 1'624'154'400'000}, {"document", "inside"},
          {"steps", Json::array()}};
}

TEST(ContestScope, APathNamesARoundOrNothing) {
  EXPECT_EQ(round_of("trial", "150100")->delegation, "150100");
  EXPECT_EQ(round_of("final", "region")->delegation, "");
  EXPECT_EQ(round_of("final", "region")->round, "final");
  for (const auto& [round, delegation] :
       {std::pair{"final", "150100"}, {"trial", "region"}, {"semifinal", "150100"}, {"", ""}, {"TRIAL", "150100"}}) {
    EXPECT_FALSE(round_of(round, delegation)) << round << "/" << delegation;
  }
  EXPECT_EQ(group_of({"trial", "150100"}, "worker"), "worker");
  EXPECT_EQ(group_of({"final", ""}, "all"), "");
  EXPECT_FALSE(group_of({"trial", "150100"}, "all"));
  EXPECT_FALSE(group_of({"final", ""}, "worker"));
}

TEST(ContestScope, BeforeItIsPublishedOnlyTheOrganisersAndTheDelegationSeeIt) {
  for (const Principal& who : {kRegion, kSupervisor, kHohhot}) {
    EXPECT_TRUE(visible_draw(who, a_draw("frozen"))) << who.name;
    EXPECT_TRUE(visible_result(who, a_contest("open"))) << who.name;
  }
  for (const Principal& who : {kStranger, kBaotou, kJudge, kSchool}) {
    EXPECT_FALSE(visible_draw(who, a_draw("frozen"))) << who.name;
    EXPECT_FALSE(visible_draw(who, a_draw("committing"))) << who.name;
    EXPECT_FALSE(visible_result(who, a_contest("open"))) << who.name;
    EXPECT_FALSE(visible_result(who, a_contest("waiting"))) << who.name;
  }
}

TEST(ContestScope, WhatIsPublishedIsEverybodys) {
  for (const Principal& who : {kStranger, kRegion, kHohhot, kBaotou, kJudge, kSchool, kSupervisor}) {
    const auto draw = visible_draw(who, a_draw("published"));
    ASSERT_TRUE(draw) << who.name;
    EXPECT_EQ(draw->at("value_at"), "2021-06-20T10:00:00+08:00");
    EXPECT_FALSE(draw->contains("document"));
    const auto result = visible_result(who, a_contest("published"));
    ASSERT_TRUE(result) << who.name;
    EXPECT_EQ(result->at("ranked").at(0),
              (Json{{"number", "1-02"}, {"entry", std::string(32, 'a')}, {"total", "88.35"}, {"rank", 1}}));
    EXPECT_EQ(result->at("published_at"), "2021-06-20T10:00:00+08:00");
    EXPECT_FALSE(result->contains("document"));
    const bool inside = who.role == Role::kRegion || who.role == Role::kSupervisor || who.delegation == "150100";
    EXPECT_EQ(result->contains("steps"), inside) << who.name << ": reasons and who gave which mark";
  }
}

TEST(ContestScope, WhileItIsCorrectedOthersSeeWhatStandsPublishedAndSinceWhen) {
  Json contest = a_contest("correcting");
  contest["published_ranked"] = contest["ranked"];
  contest["ranked"][0]["total"] = "12.5";  // of the correction
  contest["correcting_since"] = 1'624'154'400'000;
  contest["why"] = "inside";
  contest["version"] = 2;
  for (const Principal& who : {kStranger, kBaotou, kJudge, kSchool}) {
    const auto seen = visible_result(who, contest);
    ASSERT_TRUE(seen) << who.name;
    EXPECT_EQ(seen->at("phase"), "correcting");
    EXPECT_EQ(seen->at("correcting_since"), "2021-06-20T10:00:00+08:00");
    EXPECT_EQ(seen->at("ranked").at(0).at("total"), "88.35");
    EXPECT_EQ(seen->at("published_by"), "呼和浩特");
    for (const char* inside : {"published_ranked", "why", "version", "open_marks", "ties", "steps"}) {
      EXPECT_FALSE(seen->contains(inside)) << who.name << " " << inside;
    }
    EXPECT_EQ(seen->dump().find("12.5"), std::string::npos);
  }
  for (const Principal& who : {kRegion, kSupervisor, kHohhot}) {
    const auto seen = visible_result(who, contest);
    EXPECT_EQ(seen->at("ranked").at(0).at("total"), "12.5") << who.name;
    EXPECT_EQ(seen->at("published_ranked").at(0).at("total"), "88.35");
    EXPECT_EQ(seen->at("version"), 2);
  }
  const Json line = visible_contests(kStranger, Json::array({contest})).at(0);
  EXPECT_EQ(line.at("correcting_since"), "2021-06-20T10:00:00+08:00");
  EXPECT_FALSE(line.contains("version"));
  EXPECT_EQ(visible_contests(kHohhot, Json::array({contest})).at(0).at("version"), 2);
  EXPECT_FALSE(visible_result(kStranger, a_contest("published"))->contains("correcting_since"));
}

TEST(ContestScope, WhoPublishedItIsToldOnceItWas) {
  Json contest = a_contest("open");
  contest["published_by"] = "";
  contest["published_at"] = 0;
  const auto seen = visible_result(kRegion, contest);
  ASSERT_TRUE(seen);
  EXPECT_FALSE(seen->contains("published_by"));
  EXPECT_FALSE(seen->contains("published_at")) << "not 1970";
}

TEST(ContestScope, AJudgeIsToldNoEntry) {
  const Json seen = visible_marks(kJudge, a_contest("open"));
  EXPECT_EQ(seen.dump().find(std::string(32, 'a')), std::string::npos);
  EXPECT_EQ(seen.at("ranked").at(0).at("total"), "88.35");
  EXPECT_EQ(seen.at("open_marks"), 0);
  EXPECT_FALSE(seen.contains("steps"));
  EXPECT_EQ(visible_marks(kHohhot, a_contest("open")).at("steps").at(0),
            (Json{{"step", "import"}, {"by", "裁判甲"}, {"at", "2021-06-20T10:00:00+08:00"}, {"note", "更正"}}));
}

TEST(ContestScope, ALeagueActsForItsOwnDelegation) {
  EXPECT_TRUE(acts_for(kHohhot, "150100"));
  EXPECT_FALSE(acts_for(kHohhot, "150200"));
  EXPECT_FALSE(acts_for(kHohhot, "")) << "the finals are the region's";
  EXPECT_TRUE(acts_for(kRegion, ""));
  EXPECT_TRUE(acts_for(kJudge, "150200"));
}

TEST(ContestScope, AListIsCutToWhatMayBeSeen) {
  const auto line = [](const char* delegation, const char* phase) {
    return Json{{"event", "E05"}, {"group", "worker"}, {"delegation", delegation}, {"phase", phase}, {"x", 1}};
  };
  const Json all{line("150100", "open"), line("150100", "published"), line("150200", "open"),
                 line("150200", "published")};
  EXPECT_EQ(visible_contests(kRegion, all).size(), 4u);
  EXPECT_EQ(visible_contests(kHohhot, all).size(), 3u);
  EXPECT_EQ(visible_contests(kStranger, all).size(), 2u);
  EXPECT_FALSE(visible_contests(kRegion, all).at(0).contains("x"));
  EXPECT_EQ(visible_finals(kBaotou, all).size(), 3u);
  EXPECT_EQ(visible_finals(kSchool, all).size(), 2u);
}

}  // namespace
}  // namespace naadam::portal
