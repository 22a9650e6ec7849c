#include "eligibility/rules/rules.hpp"
#include "rules_support.hpp"

namespace naadam::eligibility {
namespace {

using domain::Reason;
using wire::Rule;
using wire::RuleResult;
using wire::Verdict;

using DocumentRule = RulesTest;
using MobileRule = RulesTest;
using EventGroupRule = RulesTest;
using TeamRule = RulesTest;
using EmployerCodeRule = RulesTest;
using RegionBasisRule = RulesTest;
using WindowRule = RulesTest;

TEST_F(DocumentRule, EachFaultOfANumberHasItsReason) {
  claim.birth_date.clear();
  const std::pair<std::string, Reason> cases[] = {
      {"", Reason::kDocumentEmpty},
      {"15010219900131991", Reason::kDocumentLength},
      {"无", Reason::kDocumentCharacters},
      {citizen_id("19900131", "991", "990102"), Reason::kDocumentRegion},
      {citizen_id("19900230"), Reason::kDocumentBirthDate},
      {citizen_id("20210621"), Reason::kDocumentFutureBirth},
      {"1.50102E+17", Reason::kDocumentScientific},
      {"150102199001310000", Reason::kDocumentZeros},
  };
  for (const auto& [number, expected] : cases) {
    claim.document_number = number;
    EXPECT_EQ(reason(Rule::kDocument), expected) << static_cast<int>(expected);
    EXPECT_EQ(verdict(), Verdict::kReturned);
  }
  std::string wrong = citizen_id("19900131");
  wrong[16] = wrong[16] == '1' ? '3' : '1';
  claim.document_number = wrong;
  EXPECT_EQ(reason(Rule::kDocument), Reason::kDocumentCheckDigit);
}

TEST_F(DocumentRule, ColumnsThatContradictTheNumberAreReturned) {
  claim.sex = "女";
  EXPECT_EQ(reason(Rule::kDocument), Reason::kDocumentSexConflict);
  claim.sex = "男";
  claim.birth_date = "1990-02-01";
  EXPECT_EQ(reason(Rule::kDocument), Reason::kDocumentBirthConflict);
  claim.birth_date = "1990-02-30";
  EXPECT_EQ(reason(Rule::kDocument), Reason::kDocumentBirthConflict);
  EXPECT_EQ(verdict(), Verdict::kReturned);
}

TEST_F(DocumentRule, ColumnsInAnyWritingThatAgreePass) {
  for (const char* text : {"", "1990年1月31日", "19900131", "1990/1/31", "32904", "不详"}) {
    claim.birth_date = text;
    EXPECT_EQ(result(Rule::kDocument), RuleResult::kPass) << text;
  }
  claim.sex = "男性";
  EXPECT_EQ(result(Rule::kDocument), RuleResult::kPass);
}

TEST_F(DocumentRule, APassportGoesToReviewWithSexAndBirthOfTheirColumns) {
  claim.document_type = "护照";
  claim.document_number = "E00000000";
  EXPECT_EQ(reason(Rule::kDocument), Reason::kDocumentReview);
  EXPECT_EQ(result(Rule::kAgeMin), RuleResult::kPass);
  EXPECT_EQ(result(Rule::kRetirement), RuleResult::kPass);
  EXPECT_EQ(verdict(), Verdict::kNeedsEvidence);
  claim.birth_date = "2005-07-16";
  EXPECT_EQ(result(Rule::kAgeMin), RuleResult::kFail);
  claim.birth_date.clear();
  EXPECT_EQ(reason(Rule::kDocument), Reason::kDocumentBirthMissing);
  EXPECT_EQ(result(Rule::kAgeMin), RuleResult::kNotApplicable);
  claim.birth_date = "1990-01-31";
  claim.sex.clear();
  EXPECT_EQ(reason(Rule::kDocument), Reason::kDocumentSexMissing);
}

TEST_F(DocumentRule, UnknownTypeAndMissingNameAreReturned) {
  claim.document_type = "会员卡";
  EXPECT_EQ(reason(Rule::kDocument), Reason::kDocumentType);
  claim = clean_claim();
  claim.name.clear();
  EXPECT_EQ(reason(Rule::kDocument), Reason::kDocumentNameMissing);
}

TEST_F(DocumentRule, ABirthOfEighteenEightyIsANumberAndFailsOnlyOnAge) {
  claim = person("18800101");
  EXPECT_EQ(result(Rule::kDocument), RuleResult::kPass);
  EXPECT_EQ(result(Rule::kRetirement), RuleResult::kFail);
  EXPECT_EQ(verdict(), Verdict::kRefused);
}

TEST_F(MobileRule, FaultsAreReturnedWithTheirReason) {
  const std::pair<const char*, Reason> cases[] = {{"", Reason::kMobileEmpty},
                                                  {"1380000000", Reason::kMobileLength},
                                                  {"12800000000", Reason::kMobileSegment},
                                                  {"04710000000", Reason::kMobileLandline},
                                                  {"+97600000000", Reason::kMobileForeign},
                                                  {"1.38E+10", Reason::kMobileScientific},
                                                  {"13800000000、", Reason::kMobileCharacters}};
  for (const auto& [number, expected] : cases) {
    claim.mobile = number;
    EXPECT_EQ(reason(Rule::kMobile), expected);
    EXPECT_EQ(verdict(), Verdict::kReturned);
  }
}

TEST_F(EventGroupRule, EachPartIsNamedWhenItIsMissingOrUnknown) {
  const auto expect = [&](std::string wire::Claim::* field, const char* value, Reason expected) {
    claim = clean_claim();
    claim.*field = value;
    EXPECT_EQ(reason(Rule::kEventGroup), expected);
    EXPECT_EQ(verdict(), Verdict::kReturned);
  };
  expect(&wire::Claim::event, "", Reason::kEventEmpty);
  expect(&wire::Claim::event, "游泳", Reason::kEventUnknown);
  expect(&wire::Claim::group, "", Reason::kGroupEmpty);
  expect(&wire::Claim::group, "教师组", Reason::kGroupUnknown);
  expect(&wire::Claim::delegation, "", Reason::kDelegationEmpty);
  expect(&wire::Claim::delegation, "北京市", Reason::kDelegationUnknown);
}

TEST_F(EventGroupRule, AGroupTheEventDoesNotHaveIsReturned) {
  for (auto& event : edition.events) event.groups = {"student"};
  EXPECT_EQ(reason(Rule::kEventGroup), Reason::kGroupNotInEvent);
}

TEST_F(EventGroupRule, DelegationMayBeEmptyWhereTheEditionSaysSo) {
  edition.delegation_required = false;
  claim.delegation.clear();
  EXPECT_EQ(result(Rule::kEventGroup), RuleResult::kPass);
}

TEST_F(TeamRule, OneTooFewExactlyRightAndOneTooMany) {
  claim.event = "园艺";
  claim.team = "1";
  claim.team_members = 1;
  EXPECT_EQ(reason(Rule::kTeam), Reason::kTeamTooFew);
  EXPECT_EQ(found(Rule::kTeam).detail, 1);
  claim.team_members = 2;
  EXPECT_EQ(reason(Rule::kTeam), Reason::kTeamComplete);
  EXPECT_EQ(verdict(), Verdict::kAccepted);
  claim.team_members = 3;
  EXPECT_EQ(reason(Rule::kTeam), Reason::kTeamTooMany);
  EXPECT_EQ(verdict(), Verdict::kReturned);
}

TEST_F(TeamRule, MissingNumberAndRepeatedPersonAreReturned) {
  claim.event = "工业控制4.0";
  claim.team_members = 2;
  EXPECT_EQ(reason(Rule::kTeam), Reason::kTeamNumberEmpty);
  edition.team_number_required = false;
  EXPECT_EQ(result(Rule::kTeam), RuleResult::kPass);
  claim.team = "A";
  claim.team_has_repeated_person = true;
  EXPECT_EQ(reason(Rule::kTeam), Reason::kTeamRepeatedPerson);
}

TEST_F(TeamRule, SinglesAndUnknownEventsAreNotApplicable) {
  EXPECT_EQ(reason(Rule::kTeam), Reason::kTeamSingleEvent);
  claim.event = "游泳";
  EXPECT_EQ(reason(Rule::kTeam), Reason::kTeamEventUnknown);
}

TEST_F(EmployerCodeRule, EmptyIsAllowedUnlessTheEditionDemandsIt) {
  claim.employer_code.clear();
  EXPECT_EQ(reason(Rule::kEmployerCode), Reason::kEmployerCodeNone);
  EXPECT_EQ(verdict(), Verdict::kAccepted);
  edition.employer_code_required = true;
  EXPECT_EQ(reason(Rule::kEmployerCode), Reason::kEmployerCodeEmpty);
  claim.basis = "学习";
  EXPECT_EQ(reason(Rule::kEmployerCode), Reason::kEmployerCodeNone);
}

TEST_F(EmployerCodeRule, FaultsAreReturnedWithTheirReason) {
  const std::pair<std::string, Reason> cases[] = {
      {"150100000000001", Reason::kEmployerCodeLength},
      {"9115O102MAT0000100", Reason::kEmployerCodeCharacters},
      {domain::complete_employer_code("B1150102MAT00001"), Reason::kEmployerCodeDepartment},
      {employer_code("990102"), Reason::kEmployerCodeRegion},
      {"123456789012345678", Reason::kEmployerCodeOrganisation},
      {"9.11501E+17", Reason::kEmployerCodeScientific}};
  for (const auto& [code, expected] : cases) {
    claim.employer_code = code;
    EXPECT_EQ(reason(Rule::kEmployerCode), expected);
    EXPECT_EQ(verdict(), Verdict::kReturned);
  }
  claim.employer_code = employer_code("150102");
  claim.employer_code[17] = claim.employer_code[17] == '0' ? '1' : '0';
  EXPECT_EQ(reason(Rule::kEmployerCode), Reason::kEmployerCodeCheck);
}

TEST_F(RegionBasisRule, NoneGivenIsReturned) {
  claim.basis.clear();
  EXPECT_EQ(reason(Rule::kRegionBasis), Reason::kRegionBasisEmpty);
  EXPECT_EQ(verdict(), Verdict::kReturned);
  claim.basis = "推荐";
  EXPECT_EQ(reason(Rule::kRegionBasis), Reason::kRegionBasisUnknown);
}

TEST_F(RegionBasisRule, AnyOneOfTheThreeSuffices) {
  claim.address = "呼和浩特市新城区";
  EXPECT_EQ(reason(Rule::kRegionBasis), Reason::kRegionWork);
  claim.basis = "学习";
  EXPECT_EQ(reason(Rule::kRegionBasis), Reason::kRegionStudy);
  claim.basis = "居住";
  EXPECT_EQ(reason(Rule::kRegionBasis), Reason::kRegionLive);
  claim.basis = "工作、居住";
  claim.employer_code = employer_code("110101");
  EXPECT_EQ(reason(Rule::kRegionBasis), Reason::kRegionLive);
}

TEST_F(RegionBasisRule, AnEmployerRegisteredElsewhereNeedsEvidence) {
  for (const char* region : {"110101", "100000", "370102"}) {
    claim.employer_code = employer_code(region);
    EXPECT_EQ(reason(Rule::kRegionBasis), Reason::kRegionEmployerElsewhere) << region;
    EXPECT_EQ(verdict(), Verdict::kNeedsEvidence);
  }
  claim.employer_code = employer_code("152630");  // a retired code of this region
  EXPECT_EQ(verdict(), Verdict::kAccepted);
}

TEST_F(RegionBasisRule, PrefixFifteenCountsForAndAnotherPrefixNeverAgainst) {
  claim.document_number = citizen_id("19900131", "991", "370102");
  EXPECT_EQ(verdict(), Verdict::kAccepted);
  claim.employer.clear();
  claim.employer_code.clear();
  EXPECT_EQ(reason(Rule::kRegionBasis), Reason::kRegionEmployerMissing);
  claim.basis = "学习";
  EXPECT_EQ(reason(Rule::kRegionBasis), Reason::kRegionSchoolMissing);
  claim.basis = "居住";
  EXPECT_EQ(reason(Rule::kRegionBasis), Reason::kRegionAddressMissing);
  for (const char* region : {"150102", "152722"}) {
    claim.document_number = citizen_id("19900131", "991", region);
    for (const char* basis : {"工作", "学习", "居住"}) {
      claim.basis = basis;
      EXPECT_EQ(result(Rule::kRegionBasis), RuleResult::kPass) << region << basis;
    }
  }
}

TEST_F(RegionBasisRule, AnAddressElsewhereAndHouseholdAloneNeedEvidence) {
  claim.basis = "居住";
  claim.address = "河北省张家口市桥东区";
  EXPECT_EQ(reason(Rule::kRegionBasis), Reason::kRegionAddressElsewhere);
  claim.basis = "户籍";
  EXPECT_EQ(reason(Rule::kRegionBasis), Reason::kRegionHouseholdOnly);
  EXPECT_EQ(verdict(), Verdict::kNeedsEvidence);
}

TEST_F(WindowRule, BothEdgesAreInside) {
  const std::pair<core::Millis, Reason> cases[] = {{at("2021-06-01T08:00+08:00") - 1, Reason::kWindowEarly},
                                                   {at("2021-06-01T08:00+08:00"), Reason::kWindowInside},
                                                   {at("2021-07-15T18:00+08:00"), Reason::kWindowInside},
                                                   {at("2021-07-15T18:00+08:00") + 1, Reason::kWindowLate}};
  for (const auto& [instant, expected] : cases) {
    accepted_at = instant;
    EXPECT_EQ(reason(Rule::kWindow), expected);
    EXPECT_EQ(verdict(), expected == Reason::kWindowInside  ? Verdict::kAccepted
                         : expected == Reason::kWindowEarly ? Verdict::kReturned
                                                            : Verdict::kRefused);
  }
}

TEST_F(WindowRule, WhoComesTooLateIsRefusedWhateverElseWouldHaveToBeMended) {
  claim.mobile = "1380000";
  accepted_at = at("2021-07-15T18:00+08:00");
  EXPECT_EQ(verdict(), Verdict::kReturned);
  ++accepted_at;
  EXPECT_EQ(verdict(), Verdict::kRefused);
  EXPECT_EQ(reason(Rule::kMobile), Reason::kMobileLength) << "and is still found";
}

TEST_F(WindowRule, AnExtensionMovesTheCloseOfItsDelegationAlone) {
  edition = domain::extended(edition, {"150200", at("2021-07-20T18:00"), "道路中断", "组委会", {2021, 7, 14}}).value();
  accepted_at = at("2021-07-20T18:00");
  EXPECT_EQ(reason(Rule::kWindow), Reason::kWindowLate);
  claim.delegation = "包头";
  EXPECT_EQ(reason(Rule::kWindow), Reason::kWindowInside);
  EXPECT_EQ(verdict(), Verdict::kAccepted);
  ++accepted_at;
  EXPECT_EQ(reason(Rule::kWindow), Reason::kWindowLate);
  claim.delegation = "包头县";
  accepted_at = at("2021-07-16T18:00");
  EXPECT_EQ(reason(Rule::kWindow), Reason::kWindowLate) << "no delegation that is known";
}

}  // namespace
}  // namespace naadam::eligibility
