#include "domain/extension.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/edition.hpp"
#include "support/edition_2021.hpp"

namespace naadam::domain {
namespace {

using testing::HasSubstr;

core::Millis at(const char* instant) { return parse_instant(instant).value(); }

Edition of_twelve() {
  std::string toml = support::edition_2021().source;
  const std::string from = "count = 14\n";
  return parse_edition(toml.replace(toml.find(from), from.size(), "count = 12\n"), "2021.toml").value();
}

Extension extension(const char* delegation, const char* closes) {
  return {delegation, at(closes), "道路中断", "自治区组委会", {2021, 7, 14}};
}

Edition extended_by(const Edition& edition, const Extension& by) {
  auto more = extended(edition, by);
  if (!more) ADD_FAILURE() << more.error().text;
  return more.value_or(Edition{});
}

std::string error_of(const Edition& edition, const Extension& by) {
  const auto more = extended(edition, by);
  return more ? "no error" : more.error().text;
}

TEST(Extension, MovesTheCloseOfItsDelegationAlone) {
  const Edition e = extended_by(support::edition_2021(), extension("150200", "2021-07-20T18:00"));
  EXPECT_EQ(e.closes_for("150200"), at("2021-07-20T18:00"));
  EXPECT_EQ(e.closes_for("150100"), e.entry_closes);
  EXPECT_EQ(e.closes_for(""), e.entry_closes);
  EXPECT_EQ(e.closes_for("110000"), e.entry_closes);
  EXPECT_EQ(e.entry_closes, support::edition_2021().entry_closes);
}

TEST(Extension, IsANewVersionThatSaysWhoDecidedItWhenAndWhy) {
  Extension decided = extension("150200", "2021-07-20T18:00:30");
  decided.reason = R"(洪水，"G6" 中断 C:\)";
  const Edition e = extended_by(support::edition_2021(), decided);
  EXPECT_NE(e.version, support::edition_2021().version);
  EXPECT_THAT(e.source, testing::StartsWith(support::edition_2021().source));
  const Edition read = parse_edition(e.source, "2021.toml").value();
  EXPECT_EQ(read.version, e.version);
  ASSERT_EQ(read.extensions.size(), 1u);
  EXPECT_EQ(read.extensions[0].delegation, "150200");
  EXPECT_EQ(read.extensions[0].closes, decided.closes);
  EXPECT_EQ(read.extensions[0].reason, decided.reason);
  EXPECT_EQ(read.extensions[0].decided_by, "自治区组委会");
  EXPECT_EQ(read.extensions[0].decided_on, (Date{2021, 7, 14}));
}

TEST(Extension, ASecondOneGoesFurtherAndBothStayReadable) {
  const Edition once = extended_by(support::edition_2021(), extension("150200", "2021-07-20T18:00"));
  const Edition twice = extended_by(once, extension("150200", "2021-07-22T18:00"));
  EXPECT_EQ(twice.extensions.size(), 2u);
  EXPECT_EQ(twice.closes_for("150200"), at("2021-07-22T18:00"));
  for (const char* no_later : {"2021-07-20T18:00", "2021-07-19T18:00"}) {
    EXPECT_THAT(error_of(once, extension("150200", no_later)), HasSubstr("[[extension]] 第 2 个 closes：应晚于"));
  }
}

TEST(Extension, ACloseNoLaterThanTheGeneralOneIsRefused) {
  EXPECT_THAT(error_of(support::edition_2021(), extension("150200", "2021-07-15T18:00")),
              HasSubstr("[[extension]] 第 1 个 closes：延期后的截止时刻应晚于"));
}

TEST(Extension, OnlyADelegationThatIsKnownCanHaveOne) {
  EXPECT_THAT(error_of(support::edition_2021(), extension("150000", "2021-07-20T18:00")),
              HasSubstr("[[extension]] 第 1 个 delegation：应为某个代表队的代码"));
}

TEST(Extension, ReasonAndNameAreOneLineThatIsNotEmpty) {
  Extension none = extension("150200", "2021-07-20T18:00");
  none.reason.clear();
  EXPECT_THAT(error_of(support::edition_2021(), none), HasSubstr("reason：应为 1 至 200 个字"));
  Extension two = extension("150200", "2021-07-20T18:00");
  two.decided_by = "甲\"\nquota = 3";
  EXPECT_THAT(error_of(support::edition_2021(), two), HasSubstr("写在一行里"));
}

TEST(Extension, UnderTheSwitchOfTwelveACityFollowsItsLeague) {
  const Edition e = extended_by(of_twelve(), extension("150700", "2021-07-20T18:00"));
  EXPECT_EQ(e.closes_for("150781"), at("2021-07-20T18:00"));
  EXPECT_EQ(e.closes_for("152501"), e.entry_closes);
  EXPECT_THAT(error_of(of_twelve(), extension("150781", "2021-07-20T18:00")),
              HasSubstr("满洲里市不单独组队，属呼伦贝尔市代表队，请写 \"150700\""));
}

TEST(Extension, UnderTheSwitchOfFourteenACityHasItsOwn) {
  const Edition city = extended_by(support::edition_2021(), extension("150781", "2021-07-20T18:00"));
  EXPECT_EQ(city.closes_for("150781"), at("2021-07-20T18:00"));
  EXPECT_EQ(city.closes_for("150700"), city.entry_closes);
  const Edition league = extended_by(support::edition_2021(), extension("152500", "2021-07-20T18:00"));
  EXPECT_EQ(league.closes_for("152501"), league.entry_closes);
}

TEST(Extension, ACityIsFoundByItsOwnNameUnderEitherSwitch) {
  for (const Edition& e : {support::edition_2021(), of_twelve()}) {
    for (const char* name : {"满洲里", "内蒙古满洲里市代表队", "150781", "152102", "Manzhouli"}) {
      const Delegation* found = e.named_delegation(name);
      ASSERT_NE(found, nullptr) << name;
      EXPECT_EQ(found->code, "150781");
    }
    EXPECT_EQ(e.named_delegation("锡盟")->code, "152500");
    EXPECT_EQ(e.named_delegation("北京市"), nullptr);
    EXPECT_EQ(e.named_delegation(""), nullptr);
  }
}

}  // namespace
}  // namespace naadam::domain
