#include "portal/rules/scope.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "principals.hpp"

namespace naadam::portal {
namespace {

using Json = nlohmann::json;

Json an_entry() {
  const auto claim = [](const char* submitter) {
    return Json{
        {"submitter", submitter}, {"accepted_at", 1'624'154'400'000}, {"fields", {{"name", "张**"}}}, {"copy", 1}};
  };
  return {{"entry", "e1"},
          {"delegation", "150100"},
          {"recipient", "secret"},
          {"claims", {claim("甲职业学院"), claim("丙厂")}}};
}

std::size_t claims_seen(const Principal& who) {
  const auto seen = visible_entry(who, an_entry());
  return seen ? seen->at("claims").size() : 0;
}

TEST(Scope, EveryoneSeesTheirOwnOfAnEntry) {
  EXPECT_EQ(claims_seen(kRegion), 2u);
  EXPECT_EQ(claims_seen(kSupervisor), 2u);
  EXPECT_EQ(claims_seen(kHohhot), 2u);
  EXPECT_EQ(claims_seen(kSchool), 1u) << "blanks make no other submitter";
  EXPECT_FALSE(visible_entry(kBaotou, an_entry()));
  EXPECT_FALSE(visible_entry(kOther, an_entry()));
}

TEST(Scope, OnlyFieldsForPeopleOutsideAreTold) {
  const auto seen = visible_entry(kRegion, an_entry());
  ASSERT_TRUE(seen);
  EXPECT_FALSE(seen->contains("recipient"));
  EXPECT_FALSE(seen->at("claims").at(0).contains("copy"));
  EXPECT_EQ(seen->at("claims").at(0).at("accepted_at"), "2021-06-20T10:00:00+08:00");
}

TEST(Scope, SeatResultAndFinalsArePassedOn) {
  Json entry = an_entry();
  entry["seat"] = {{"heat", 2}, {"station", 5}};
  entry["result"] = {{"total", "88.35"}, {"rank", 1}};
  entry["finals"] = {{"named", true}};
  for (const Principal& who : {kRegion, kHohhot, kSchool}) {
    const auto seen = visible_entry(who, entry);
    ASSERT_TRUE(seen) << who.name;
    for (const char* field : {"seat", "result", "finals"}) EXPECT_EQ(seen->at(field), entry.at(field)) << who.name;
  }
}

TEST(Scope, AnEntryWithoutItsFieldsIsNobodysButTheOrganisers) {
  EXPECT_TRUE(visible_entry(kRegion, Json::object()));
  EXPECT_FALSE(visible_entry(kHohhot, Json::object()));
  EXPECT_FALSE(visible_entry(kSchool, {{"claims", {Json::object()}}}));
}

TEST(Scope, ALeagueCountsItsOwnDelegation) {
  const Json counts{{"boards",
                     {{{"event", "E01"}, {"delegation", "150100"}, {"accepted", 3}},
                      {{"event", "E01"}, {"delegation", "150200"}, {"accepted", 4}},
                      {{"event", "E01"}, {"delegation", ""}, {"accepted", 1}}}},
                    {"events", {{{"event", "E01"}, {"event_name", "园艺"}, {"accepted", 8}, {"forecast", 4}}}},
                    {"delegations", {{{"delegation", "150100"}}, {{"delegation", "150200"}}}},
                    {"viability_min", 20}};
  const Json seen = visible_counts(kHohhot, counts);
  ASSERT_EQ(seen.at("boards").size(), 1u);
  EXPECT_EQ(seen.at("boards").at(0).at("accepted"), 3);
  EXPECT_EQ(seen.at("delegations").size(), 1u);
  EXPECT_EQ(seen.at("events").at(0), (Json{{"event", "E01"}, {"event_name", "园艺"}})) << "sums tell of the others";
  EXPECT_FALSE(seen.contains("viability_min"));
  EXPECT_EQ(visible_counts(kRegion, counts), counts);
}

TEST(Scope, UploadsAreAskedForUnderTheirSubmittersName) {
  EXPECT_EQ(submitter_of(kHohhot), "呼和浩特");
  EXPECT_EQ(submitter_of(kSchool), "甲 职业学院");
  EXPECT_FALSE(submitter_of(kRegion));
  EXPECT_FALSE(submitter_of(kSupervisor));
  EXPECT_TRUE(sees_delegation(kHohhot, "150100"));
  EXPECT_FALSE(sees_delegation(kHohhot, "150200"));
  EXPECT_FALSE(sees_delegation(kHohhot, ""));
  EXPECT_TRUE(sees_delegation(kSupervisor, "150200"));
}

}  // namespace
}  // namespace naadam::portal
