#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "domain/person_key.hpp"
#include "eligibility/rules/rules.hpp"
#include "rules_support.hpp"
#include "support/edition_2021.hpp"

namespace naadam::eligibility {
namespace {

using domain::Reason;
using wire::Rule;
using wire::RuleResult;
using wire::Verdict;

using AgeMinRule = RulesTest;
using RetirementRule = RulesTest;
using FormerWinnerRule = RulesTest;

TEST_F(AgeMinRule, SixteenIsReachedOnTheBirthday) {
  claim = person("20050714");
  EXPECT_EQ(result(Rule::kAgeMin), RuleResult::kPass);
  claim = person("20050715");
  EXPECT_EQ(verdict(), Verdict::kAccepted);
  claim = person("20050716");
  EXPECT_EQ(reason(Rule::kAgeMin), Reason::kAgeTooYoung);
  EXPECT_EQ(found(Rule::kAgeMin).detail, 15);
  EXPECT_EQ(verdict(), Verdict::kRefused);
}

TEST_F(AgeMinRule, TheBirthdayItselfIsASetting) {
  edition.ages.birthday_counts = false;
  claim = person("20050715");
  EXPECT_EQ(result(Rule::kAgeMin), RuleResult::kFail);
  claim = person("20050714");
  EXPECT_EQ(result(Rule::kAgeMin), RuleResult::kPass);
}

TEST_F(AgeMinRule, WithoutAReadableBirthDateItIsNotApplicable) {
  claim.document_number = "1.50102E+17";
  EXPECT_EQ(result(Rule::kAgeMin), RuleResult::kPass);  // the column still tells
  claim.birth_date.clear();
  EXPECT_EQ(reason(Rule::kAgeMin), Reason::kAgeUndecidable);
  EXPECT_EQ(reason(Rule::kRetirement), Reason::kRetirementNoBirth);
}

struct Edge {
  const char* birth;
  const char* post;
  bool woman;
  RuleResult result;
};

TEST_F(RetirementRule, TheLastEligibleDayIsTheDayBefore) {
  const Edge edges[] = {{"19611016", "", false, RuleResult::kPass},
                        {"19611015", "", false, RuleResult::kFail},
                        {"19611014", "", false, RuleResult::kFail},
                        {"19711016", "", true, RuleResult::kPass},
                        {"19711015", "", true, RuleResult::kNeedsEvidence},
                        {"19661016", "", true, RuleResult::kNeedsEvidence},
                        {"19661015", "", true, RuleResult::kFail},
                        {"19661015", "管理技术", true, RuleResult::kFail},
                        {"19661016", "管理技术", true, RuleResult::kPass},
                        {"19711015", "管理技术", true, RuleResult::kPass},
                        {"19711015", "生产操作", true, RuleResult::kFail},
                        {"19711016", "生产操作", true, RuleResult::kPass},
                        {"19700101", "其他", true, RuleResult::kNeedsEvidence}};
  for (const Edge& edge : edges) {
    claim = person(edge.birth, edge.woman, edge.post);
    EXPECT_EQ(result(Rule::kRetirement), edge.result) << edge.birth << edge.post;
  }
}

TEST_F(RetirementRule, ReasonsSayWhichTrackAndWhatIsWanted) {
  claim = person("19600101");
  EXPECT_EQ(reason(Rule::kRetirement), Reason::kRetirementMan);
  EXPECT_EQ(verdict(), Verdict::kRefused);
  claim = person("19690101", true);
  EXPECT_EQ(reason(Rule::kRetirement), Reason::kRetirementPostWanted);
  EXPECT_EQ(verdict(), Verdict::kNeedsEvidence);
  claim = person("19690101", true, "其他");
  EXPECT_EQ(reason(Rule::kRetirement), Reason::kRetirementPostUnknown);
  claim = person("19690101", true, "生产操作");
  EXPECT_EQ(reason(Rule::kRetirement), Reason::kRetirementWoman50);
  claim = person("19600101", true);
  EXPECT_EQ(reason(Rule::kRetirement), Reason::kRetirementWoman55);
}

TEST_F(RetirementRule, TheStatutoryDayItselfIsASetting) {
  edition.ages.retirement_day_counts = true;
  claim = person("19611015");
  EXPECT_EQ(result(Rule::kRetirement), RuleResult::kPass);
  claim = person("19611014");
  EXPECT_EQ(result(Rule::kRetirement), RuleResult::kFail);
}

TEST_F(RetirementRule, FromTwentyTwentyFiveTheGradualDelayApplies) {
  edition.ages.retirement_on = {2025, 2, 20};
  claim = person("19650121");  // 60 and one month: 2025-02-21
  EXPECT_EQ(result(Rule::kRetirement), RuleResult::kPass);
  claim = person("19650120");
  EXPECT_EQ(result(Rule::kRetirement), RuleResult::kFail);
}

TEST_F(RetirementRule, ALeapDayFollowsTheSetting) {
  edition.ages.retirement_on = {2022, 2, 28};
  claim = person("19720229", true, "生产操作");
  EXPECT_EQ(result(Rule::kRetirement), RuleResult::kPass);
  edition.ages.leap_birthday = domain::LeapBirthday::kFeb28;
  EXPECT_EQ(result(Rule::kRetirement), RuleResult::kFail);
}

TEST_F(RetirementRule, UnknownSexIsDecidedOnlyWhereBothAgree) {
  claim.document_number.clear();
  claim.sex.clear();
  claim.birth_date = "1990-01-31";
  EXPECT_EQ(result(Rule::kRetirement), RuleResult::kPass);
  claim.birth_date = "1968-01-31";
  EXPECT_EQ(reason(Rule::kRetirement), Reason::kRetirementNoSex);
  claim.birth_date = "1958-01-31";
  EXPECT_EQ(result(Rule::kRetirement), RuleResult::kFail);
}

RC_GTEST_PROP(RetirementRuleProperty, AgeingNeverMakesSomebodyEligibleAgain, ()) {
  const bool woman = *rc::gen::arbitrary<bool>();
  const std::string post = *rc::gen::element<std::string>("", "管理技术", "生产操作");
  const int day = *rc::gen::inRange(-7'000, 3'000);
  const auto rank = [&](int born) {
    std::string birth = domain::iso_date(domain::date_of_day(born));
    std::erase(birth, '-');
    const wire::Claim claim = person(birth, woman, post);
    const domain::WinnerRegister none;
    const auto findings = judge({claim, support::edition_2021(), none, {}, at("2021-06-20T10:00+08:00")});
    switch (findings[6].result) {
      case RuleResult::kPass:
        return 0;
      case RuleResult::kNeedsEvidence:
        return 1;
      default:
        return 2;
    }
  };
  RC_ASSERT(rank(day) >= rank(day + *rc::gen::inRange(1, 4'000)));
}

TEST_F(FormerWinnerRule, OnlyACertainMatchOfEventAndGroupRefuses) {
  domain::Winner winner;
  winner.keys = keys_of(claim, test_key);
  winner.event = edition.find_event("车工")->code;
  winner.group = "worker";
  winner.year = 2019;
  winner.source = "文件一";
  winners = domain::WinnerRegister({winner});
  EXPECT_EQ(reason(Rule::kFormerWinner), Reason::kWinnerCertain);
  EXPECT_EQ(verdict(), Verdict::kRefused);
  claim.event = "数控铣";
  EXPECT_EQ(reason(Rule::kFormerWinner), Reason::kWinnerNone);
  claim.event = "数控车";
  claim.group = "学生组";
  EXPECT_EQ(reason(Rule::kFormerWinner), Reason::kWinnerNone);
  claim.group = "职工组";
  claim.document_number = citizen_id("19900131", "993");
  EXPECT_EQ(reason(Rule::kFormerWinner), Reason::kWinnerLikely);
  EXPECT_EQ(verdict(), Verdict::kNeedsEvidence);
  claim.document_number = citizen_id("19900201", "993");
  claim.birth_date.clear();
  EXPECT_EQ(reason(Rule::kFormerWinner), Reason::kWinnerNameOnly);
  EXPECT_EQ(verdict(), Verdict::kAccepted);
}

TEST_F(FormerWinnerRule, AnUnsaidGroupNeedsEvidence) {
  domain::Winner winner;
  winner.keys = keys_of(claim, test_key);
  winner.event = edition.find_event("数控车")->code;
  winner.source = "文件一";
  winners = domain::WinnerRegister({winner});
  EXPECT_EQ(reason(Rule::kFormerWinner), Reason::kWinnerGroupUnknown);
}

TEST_F(FormerWinnerRule, InTeamEventsTheEditionDecides) {
  claim.event = "园艺";
  claim.team = "1";
  claim.team_members = 2;
  domain::Winner winner;
  winner.keys = keys_of(claim, test_key);
  winner.event = edition.find_event("园艺")->code;
  winner.group = "worker";
  winners = domain::WinnerRegister({winner});
  EXPECT_EQ(verdict(), Verdict::kRefused);
  edition.winner_team_rule = domain::WinnerTeamRule::kNobody;
  EXPECT_EQ(verdict(), Verdict::kAccepted);
}

}  // namespace
}  // namespace naadam::eligibility
