#include "eligibility/rules/judge.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "rules_support.hpp"

namespace naadam::eligibility {
namespace {

using domain::Reason;
using wire::Rule;
using wire::RuleResult;
using wire::Verdict;

using Judge = RulesTest;

TEST_F(Judge, ACleanRowIsAcceptedWithTenFindingsInOrder) {
  const auto findings = judged();
  for (std::size_t i = 0; i < wire::kRules; ++i) {
    EXPECT_EQ(static_cast<std::size_t>(findings[i].rule), i);
    EXPECT_EQ(findings[i].reason / 100, i);
    EXPECT_EQ(findings[i].result, i == 3 ? RuleResult::kNotApplicable : RuleResult::kPass) << i;
  }
  EXPECT_EQ(verdict(), Verdict::kAccepted);
}

TEST_F(Judge, ThreeFaultsInOneRowAreAllFound) {
  claim.mobile = "1380000";
  claim.event = "游泳";
  claim.document_number = citizen_id("20051231");
  claim.birth_date.clear();
  EXPECT_EQ(reason(Rule::kMobile), Reason::kMobileLength);
  EXPECT_EQ(reason(Rule::kEventGroup), Reason::kEventUnknown);
  EXPECT_EQ(reason(Rule::kAgeMin), Reason::kAgeTooYoung);
  EXPECT_EQ(verdict(), Verdict::kReturned);
}

TEST_F(Judge, AnEmptyRowIsReturnedAndEveryRuleStillAnswers) {
  claim = {};
  const auto findings = judged();
  EXPECT_EQ(verdict_of(findings), Verdict::kReturned);
  for (const auto& f : findings) EXPECT_NE(domain::render(f.reason, f.detail, edition).text, "");
  EXPECT_EQ(result(Rule::kAgeMin), RuleResult::kNotApplicable);
  EXPECT_EQ(result(Rule::kFormerWinner), RuleResult::kNotApplicable);
}

TEST_F(Judge, RulesAreNamedInTheEditionAsOnTheWire) {
  for (std::size_t i = 0; i < wire::kRules; ++i) {
    EXPECT_EQ(edition.clauses[i].rule, wire::rule_name(static_cast<Rule>(i)));
  }
}

TEST_F(Judge, EachFailureLeadsToItsVerdict) {
  for (std::size_t i = 0; i < wire::kRules; ++i) {
    wire::Findings findings = judged();
    findings[i].result = RuleResult::kFail;
    const bool refuses = i == 5 || i == 6 || i == 8;
    EXPECT_EQ(verdict_of(findings), refuses ? Verdict::kRefused : Verdict::kReturned) << i;
    findings[i].result = RuleResult::kNeedsEvidence;
    EXPECT_EQ(verdict_of(findings), Verdict::kNeedsEvidence) << i;
  }
}

RC_GTEST_PROP(VerdictOf, IsTheFirstThatApplies, ()) {
  wire::Findings findings{};
  bool too_late_now = false, returned = false, refused = false, evidence = false;
  for (std::size_t i = 0; i < wire::kRules; ++i) {
    const auto result = static_cast<RuleResult>(*rc::gen::inRange(0, 4));
    const bool late = i == 9 && *rc::gen::arbitrary<bool>();
    findings[i] = {static_cast<Rule>(i), result, static_cast<std::uint16_t>(late ? Reason::kWindowLate : Reason{}), 0};
    too_late_now = too_late_now || (late && result == RuleResult::kFail);
    const bool refuses = i == 5 || i == 6 || i == 8;
    returned = returned || (result == RuleResult::kFail && !refuses);
    refused = refused || (result == RuleResult::kFail && refuses);
    evidence = evidence || result == RuleResult::kNeedsEvidence;
  }
  const Verdict expected = too_late_now ? Verdict::kRefused
                           : returned   ? Verdict::kReturned
                           : refused    ? Verdict::kRefused
                           : evidence   ? Verdict::kNeedsEvidence
                                        : Verdict::kAccepted;
  RC_ASSERT(verdict_of(findings) == expected);
}

TEST_F(Judge, NoTextShowsAPersonsValue) {
  claim.name = "甲一";
  claim.birth_date = "1991-02-03";
  claim.mobile = "13812345";
  for (const auto& f : judged()) {
    const std::string text = domain::render(f.reason, f.detail, edition).text;
    for (const auto& value : {claim.name, claim.document_number, claim.birth_date, claim.mobile, claim.employer}) {
      EXPECT_THAT(text, testing::Not(testing::HasSubstr(value)));
    }
  }
}

TEST_F(Judge, KeysOfOnePersonAgreeAcrossSpellings) {
  const PersonKeys keys = keys_of(claim, test_key);
  claim.document_number = "150102900131991";
  claim.document_type = "身份证";
  claim.birth_date.clear();
  claim.name = "甲 一";
  const PersonKeys old = keys_of(claim, test_key);
  EXPECT_EQ(keys.document, old.document);
  EXPECT_EQ(keys.name_birth, old.name_birth);
  EXPECT_EQ(keys.name, old.name);
}

TEST_F(Judge, WithoutANumberTheBirthColumnMakesTheKey) {
  const PersonKeys keys = keys_of(claim, test_key);
  claim.document_number = "1.50102E+17";
  const PersonKeys damaged = keys_of(claim, test_key);
  EXPECT_EQ(damaged.document, core::Id{});
  EXPECT_EQ(damaged.name_birth, keys.name_birth);
}

}  // namespace
}  // namespace naadam::eligibility
