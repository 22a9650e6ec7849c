#include "scoring/rules/ranking.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "decimals.hpp"

namespace naadam::scoring {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// Three criteria of 50, 30 and 20; ties by the weightier criterion, then less time, then a review.
Scheme scheme() {
  return {{{"操作", of("50"), of("0.5")}, {"理论", of("30"), of("0.5")}, {"安全", of("20"), of("0.5")}},
          {TieBreak::kHigherWeightCriterion, TieBreak::kLessTime, TieBreak::kSupervisedReview}};
}

Standing standing(const char* number, const char* a, const char* b, const char* c,
                  std::optional<std::uint32_t> seconds = 3'600) {
  Standing one;
  one.number = number;
  one.delegation = "150100";
  one.marks = {of(a), of(b), of(c)};
  one.seconds = seconds;
  return one;
}

std::vector<std::pair<std::string, std::uint32_t>> places(const std::vector<Standing>& standings) {
  std::vector<std::pair<std::string, std::uint32_t>> result;
  const Ranking ranking = rank(scheme(), standings).value();
  for (const Ranked& one : ranking.ranked) result.emplace_back(standings[one.standing].number, one.rank);
  return result;
}

std::string refusal(const std::vector<Standing>& standings) {
  const auto ranking = rank(scheme(), standings);
  return ranking ? "" : ranking.error().text;
}

using Places = std::vector<std::pair<std::string, std::uint32_t>>;

TEST(Ranking, IsByTotal) {
  EXPECT_EQ(
      places({standing("A1", "40", "20", "10"), standing("A2", "40", "20.5", "10"), standing("A3", "0", "0", "0")}),
      (Places{{"A2", 1}, {"A1", 2}, {"A3", 3}}));
}

TEST(Ranking, TiesAreTakenApartInTheOrderOfTheChain) {
  // Equal totals: more in the weightiest; then in the next; then less time.
  EXPECT_EQ(places({standing("A1", "40", "20", "10"), standing("A2", "41", "20", "9")}),
            (Places{{"A2", 1}, {"A1", 2}}));
  EXPECT_EQ(places({standing("A1", "40", "20", "10"), standing("A2", "40", "21", "9")}),
            (Places{{"A2", 1}, {"A1", 2}}));
  EXPECT_EQ(places({standing("A1", "40", "20", "10", 3'600), standing("A2", "40", "20", "10", 3'599)}),
            (Places{{"A2", 1}, {"A1", 2}}));
}

TEST(Ranking, WhatNobodyCanTellApartIsListedAndSharesARank) {
  std::vector<Standing> standings = {standing("A3", "40", "20", "10"), standing("A1", "40", "20", "10"),
                                     standing("A2", "30", "20", "10")};
  const Ranking ranking = rank(scheme(), standings).value();
  EXPECT_THAT(ranking.ties, ElementsAre(ElementsAre("A1", "A3")));
  EXPECT_EQ(places(standings), (Places{{"A1", 1}, {"A3", 1}, {"A2", 3}}));
  standings[0].reviewed = 1;
  EXPECT_THAT(rank(scheme(), standings).value().ties, ElementsAre(ElementsAre("A1", "A3")));  // of one alone: no word
  standings[1].reviewed = 2;
  EXPECT_EQ(places(standings), (Places{{"A3", 1}, {"A1", 2}, {"A2", 3}}));
  EXPECT_THAT(rank(scheme(), standings).value().ties, IsEmpty());
}

TEST(Ranking, NoRankWhileAMarkIsOpen) {
  std::vector<Standing> standings = {standing("A1", "40", "20", "10"), standing("A2", "40", "20", "10")};
  standings[1].marks[2].reset();
  EXPECT_EQ(refusal(standings), "还有 1 处没有评分，不能排名：A2 的“安全”。");
  for (int i = 0; i < 20; ++i) {
    standings.push_back(standing(("B" + std::to_string(i)).c_str(), "1", "1", "1"));
    standings.back().marks[0].reset();
  }
  EXPECT_THAT(refusal(standings), HasSubstr("还有 21 处"));
  EXPECT_THAT(refusal(standings), HasSubstr("等。"));
}

TEST(Ranking, ImpossibleMarksAreNamed) {
  EXPECT_THAT(refusal({standing("A1", "50.5", "20", "10")}), HasSubstr("参赛号 A1 的“操作”为 50.5，应在 0 至 50 之间"));
  EXPECT_THAT(refusal({standing("A1", "-1", "20", "10")}), HasSubstr("应在 0 至 50 之间"));
  EXPECT_THAT(refusal({standing("A1", "40.25", "20", "10")}), HasSubstr("应为 0.5 的倍数"));
  EXPECT_THAT(refusal({standing("A1", "1", "1", "1"), standing("A1", "2", "2", "2")}), HasSubstr("出现了两次"));
  Standing short_one = standing("A1", "1", "1", "1");
  short_one.marks.pop_back();
  EXPECT_THAT(refusal({short_one}), HasSubstr("数目与评分方案不符"));
}

TEST(Ranking, MissingTimesMatterOnlyWhereTheyDecide) {
  EXPECT_EQ(refusal({standing("A1", "40", "20", "10", {}), standing("A2", "39", "20", "10")}), "");
  EXPECT_THAT(refusal({standing("A1", "40", "20", "10", {}), standing("A2", "40", "20", "10")}), HasSubstr("用时"));
}

TEST(Ranking, WhoDidNotCompeteHasNoRankAndOpensNoMark) {
  std::vector<Standing> standings = {standing("A4", "50", "30", "20"), standing("A1", "1", "1", "1"),
                                     standing("A3", "1", "1", "1"), standing("A2", "40", "20", "10")};
  standings[0].presence = Presence::kDisqualified;
  standings[1].presence = Presence::kAbsent;
  standings[1].marks.clear();
  standings[2].presence = Presence::kWithdrawn;
  EXPECT_EQ(places(standings), (Places{{"A2", 1}, {"A1", 0}, {"A3", 0}, {"A4", 0}}));
}

std::vector<Standing> of_delegations(std::initializer_list<std::pair<const char*, const char*>> who_and_mark) {
  std::vector<Standing> standings;
  int number = 1;
  for (const auto& [delegation, mark] : who_and_mark) {
    standings.push_back(standing(("A" + std::to_string(number++)).c_str(), mark, "0", "0"));
    standings.back().delegation = delegation;
  }
  return standings;
}

TEST(Nomination, TheFirstTwoOfEachDelegationGoAndTheRestStandBy) {
  const auto standings = of_delegations({{"150200", "10"}, {"150100", "40"}, {"150100", "20"}, {"150100", "30"}});
  const auto nominations = nominate(rank(scheme(), standings).value(), standings, 2);
  ASSERT_EQ(nominations.size(), 2u);
  EXPECT_THAT(nominations[0].named, ElementsAre("A2", "A4"));
  EXPECT_THAT(nominations[0].substitutes, ElementsAre("A3"));
  EXPECT_THAT(nominations[1].named, ElementsAre("A1"));
}

TEST(Nomination, ATieOverTheCutIsNotGuessed) {
  const auto standings = of_delegations({{"150100", "40"}, {"150100", "30"}, {"150100", "30"}, {"150100", "20"}});
  const auto nominations = nominate(rank(scheme(), standings).value(), standings, 2);
  EXPECT_THAT(nominations[0].named, ElementsAre("A1"));
  EXPECT_THAT(nominations[0].undecided, ElementsAre("A2", "A3"));
  EXPECT_THAT(nominations[0].substitutes, ElementsAre("A4"));
}

TEST(Nomination, ATieBeforeTheCutOrBetweenDelegationsDoesNotMatter) {
  const auto standings = of_delegations({{"150100", "40"}, {"150100", "40"}, {"150100", "30"}, {"150200", "30"}});
  const auto nominations = nominate(rank(scheme(), standings).value(), standings, 2);
  EXPECT_THAT(nominations[0].named, ElementsAre("A1", "A2"));
  EXPECT_THAT(nominations[0].substitutes, ElementsAre("A3"));
  EXPECT_THAT(nominations[1].named, ElementsAre("A4"));
  for (const Nomination& one : nominations) EXPECT_THAT(one.undecided, IsEmpty());
}

TEST(Nomination, NobodyWithoutARankIsNamed) {
  auto standings = of_delegations({{"150100", "40"}, {"150100", "30"}});
  standings[0].presence = Presence::kDisqualified;
  const auto nominations = nominate(rank(scheme(), standings).value(), standings, 2);
  EXPECT_THAT(nominations[0].named, ElementsAre("A2"));
  EXPECT_THAT(nominations[0].substitutes, IsEmpty());
}

// Few different marks, so that ties of every length come about.
RC_GTEST_PROP(Ranking, IsTheSameInWhateverOrderTheMarksCome, (std::vector<std::uint8_t> marks)) {
  std::vector<Standing> standings;
  for (std::size_t i = 0; i < marks.size(); ++i) {
    standings.push_back(standing(("N" + std::to_string(i)).c_str(), std::to_string(marks[i] % 3).c_str(),
                                 std::to_string(marks[i] / 3 % 3).c_str(), "0", marks[i] / 9 % 2));
  }
  const Places one = places(standings);
  std::ranges::reverse(standings);
  RC_ASSERT(places(standings) == one);
  for (std::size_t i = 1; i < one.size(); ++i) {
    RC_ASSERT(one[i].second == one[i - 1].second || one[i].second == i + 1);
  }
}

}  // namespace
}  // namespace naadam::scoring
