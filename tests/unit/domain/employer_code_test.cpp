#include "domain/employer_code.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace naadam::domain {
namespace {

// Organisation codes starting with TEST-like letters: made up, with both checks right.
std::string a_code(const std::string& head = "91150102") { return complete_employer_code(head + "MAT00001"); }

TEST(EmployerCode, TheStandardsWorkedExampleGivesThree) {
  EXPECT_EQ(employer_check_character("91350100M000100Y4"), '3');
}

TEST(EmployerCode, CompletedCodesPass) {
  for (const char* head :
       {"91150102", "12150600", "12152600", "52100000", "93150781", "N2152501", "A1110000", "Y1152900"}) {
    EXPECT_EQ(check_employer_code(a_code(head)), EmployerCodeFault::kNone) << head;
  }
  EXPECT_EQ(employer_region(a_code()), "150102");
}

TEST(EmployerCode, EachFaultHasItsName) {
  EXPECT_EQ(check_employer_code(""), EmployerCodeFault::kLength);
  EXPECT_EQ(check_employer_code("150100000000001"), EmployerCodeFault::kLength);
  EXPECT_EQ(check_employer_code(a_code() + "0"), EmployerCodeFault::kLength);
  EXPECT_EQ(check_employer_code("9115O102MAT000017X"), EmployerCodeFault::kCharacters);
  EXPECT_EQ(check_employer_code(a_code("B1150102")), EmployerCodeFault::kDepartment);
  EXPECT_EQ(check_employer_code(a_code("91160102")), EmployerCodeFault::kRegion);
  EXPECT_EQ(check_employer_code(a_code("9115010A")), EmployerCodeFault::kRegion);
  EXPECT_EQ(check_employer_code("9.11501E+17"), EmployerCodeFault::kScientific);
  std::string wrong = a_code();
  wrong[17] = wrong[17] == '0' ? '1' : '0';
  EXPECT_EQ(check_employer_code(wrong), EmployerCodeFault::kCheck);
}

TEST(EmployerCode, RunningDigitsPassTheOuterCheckButNotTheInnerOne) {
  const std::string running = "123456789012345678";
  EXPECT_EQ(employer_check_character(running.substr(0, 17)), running[17]);
  EXPECT_EQ(check_employer_code(running), EmployerCodeFault::kOrganisation);
}

TEST(EmployerCode, NormalFormForgivesHowPeopleType) {
  const std::string code = a_code();
  EXPECT_EQ(normal_employer_code(" " + code.substr(0, 8) + "-" + code.substr(8) + "　"), code);
  EXPECT_EQ(normal_employer_code("９１mat"), "91MAT");
}

RC_GTEST_PROP(EmployerCode, AnyOneWrongCharacterIsCaught, ()) {
  constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  std::string head = "91150102";
  for (int i = 0; i < 8; ++i) head += kAlphabet[*rc::gen::inRange<std::size_t>(0, kAlphabet.size())];
  const std::string code = complete_employer_code(head);
  RC_ASSERT(check_employer_code(code) == EmployerCodeFault::kNone);
  const auto at = *rc::gen::inRange<std::size_t>(0, 18);
  const char other = kAlphabet[*rc::gen::inRange<std::size_t>(0, kAlphabet.size())];
  RC_PRE(other != code[at]);
  std::string wrong = code;
  wrong[at] = other;
  RC_ASSERT(check_employer_code(wrong) != EmployerCodeFault::kNone);
}

}  // namespace
}  // namespace naadam::domain
