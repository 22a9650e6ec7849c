#include "domain/document_number.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "domain/person_key.hpp"

namespace naadam::domain {
namespace {

constexpr Date kToday{2021, 6, 20};

DocumentFault citizen(const std::string& number) {
  return check_document(DocumentKind::kCitizenId, number, kToday).fault;
}

// Sequence 991 and up: numbers that nobody was given.
std::string a_citizen(const std::string& region = "150102", const std::string& birth = "19900131",
                      const std::string& seq = "991") {
  return complete_citizen_id(region + birth + seq);
}

rc::Gen<std::string> any_citizen() {
  return rc::gen::map(rc::gen::tuple(rc::gen::inRange(-14'000, 18'000), rc::gen::inRange(0, 1000)), [](const auto& t) {
    std::string birth = iso_date(date_of_day(std::get<0>(t)));
    std::erase(birth, '-');
    const std::string seq = std::to_string(1000 + std::get<1>(t)).substr(1);
    return complete_citizen_id("150102" + birth + seq);
  });
}

TEST(DocumentNumber, PublishedExamplesOfTheStandardPass) {
  EXPECT_EQ(citizen("11010519491231002X"), DocumentFault::kNone);
  const auto old = check_document(DocumentKind::kCitizenId, "440524188001010014", kToday);
  EXPECT_EQ(old.fault, DocumentFault::kNone);
  EXPECT_EQ(old.birth, (Date{1880, 1, 1}));
}

TEST(DocumentNumber, CarriesBirthAndSex) {
  const auto man = check_document(DocumentKind::kCitizenId, a_citizen("150102", "19900131", "991"), kToday);
  EXPECT_EQ(man.birth, (Date{1990, 1, 31}));
  EXPECT_EQ(man.sex, Sex::kMale);
  EXPECT_EQ(check_document(DocumentKind::kCitizenId, a_citizen("150102", "19900131", "992"), kToday).sex, Sex::kFemale);
}

TEST(DocumentNumber, RetiredRegionCodesPass) {
  for (const char* region : {"152127", "152326", "152630", "152722", "152801", "152425"}) {
    EXPECT_EQ(citizen(a_citizen(region)), DocumentFault::kNone) << region;
  }
}

TEST(DocumentNumber, EachFaultHasItsName) {
  EXPECT_EQ(citizen(""), DocumentFault::kEmpty);
  EXPECT_EQ(citizen("15010219900131991"), DocumentFault::kLength);
  EXPECT_EQ(citizen(a_citizen() + "1"), DocumentFault::kLength);
  EXPECT_EQ(citizen("未办理"), DocumentFault::kCharacters);
  EXPECT_EQ(citizen("1501021990O131991X"), DocumentFault::kCharacters);
  EXPECT_EQ(citizen(a_citizen("160102")), DocumentFault::kRegion);
  EXPECT_EQ(citizen(a_citizen("150102", "19900230")), DocumentFault::kBirthDate);
  EXPECT_EQ(citizen(a_citizen("150102", "20210621")), DocumentFault::kFutureBirth);
  EXPECT_EQ(citizen(a_citizen("150102", "20210620")), DocumentFault::kNone);
}

TEST(DocumentNumber, SpreadsheetDamageIsRecognised) {
  for (const char* text :
       {"1.50102E+17", "1.50102199001E+17", "1.5E+17", "2E17", "1.50102199001310E+17", "1.501021990E17"}) {
    EXPECT_EQ(citizen(text), DocumentFault::kScientific) << text;
  }
  EXPECT_EQ(citizen("150102199001310000"), DocumentFault::kZeros);
  EXPECT_EQ(citizen("150102199002310000"), DocumentFault::kZeros);
  EXPECT_EQ(check_document(DocumentKind::kPassport, "1.5E+08", kToday).fault, DocumentFault::kScientific);
}

TEST(DocumentNumber, ThreeZerosWithARightCheckDigitAreNoDamage) {
  int found = 0;
  for (int day = 1; day <= 28; ++day) {
    for (const char* seq : {"100", "200", "300", "400", "500", "600", "700", "800", "900"}) {
      const std::string number = complete_citizen_id("150102199001" + std::to_string(100 + day).substr(1) + seq);
      if (!number.ends_with("000")) continue;
      ++found;
      EXPECT_EQ(citizen(number), DocumentFault::kNone);
    }
  }
  EXPECT_GT(found, 5);
}

TEST(DocumentNumber, FifteenDigitsAreCompletedToEighteen) {
  EXPECT_EQ(citizen("150102900131991"), DocumentFault::kNone);
  EXPECT_EQ(canonical_document_number("150102900131991"), a_citizen());
  EXPECT_EQ(canonical_document_number("150102900131996").substr(6, 4), "1890");
  EXPECT_EQ(citizen("150102900231991"), DocumentFault::kBirthDate);
}

TEST(DocumentNumber, ResidencePermitsOfHongKongMacauAndTaiwanPass) {
  EXPECT_EQ(citizen("830000198802110027"), DocumentFault::kNone);
  for (const char* region : {"810000", "820000", "830000"}) {
    const auto check = check_document(DocumentKind::kHmtResidencePermit, a_citizen(region), kToday);
    EXPECT_EQ(check.fault, DocumentFault::kNone) << region;
    EXPECT_EQ(check_document(DocumentKind::kCitizenId, a_citizen(region), kToday).kind,
              DocumentKind::kHmtResidencePermit);
  }
  EXPECT_EQ(check_document(DocumentKind::kHmtResidencePermit, a_citizen("150102"), kToday).fault,
            DocumentFault::kRegion);
  EXPECT_EQ(check_document(DocumentKind::kCitizenId, a_citizen("830102"), kToday).fault, DocumentFault::kRegion);
}

TEST(DocumentNumber, ForeignersCardsOfBothFormsPass) {
  for (const char* number : {"932682198501010017", "911124198108030024"}) {
    const auto check = check_document(DocumentKind::kForeignerCard, number, kToday);
    EXPECT_EQ(check.fault, DocumentFault::kNone) << number;
    EXPECT_TRUE(check.birth);
    EXPECT_EQ(check_document(DocumentKind::kCitizenId, number, kToday).kind, DocumentKind::kForeignerCard);
  }
  EXPECT_TRUE(check_document(DocumentKind::kForeignerCard, "USA110090013199", kToday).needs_review);
  EXPECT_EQ(check_document(DocumentKind::kForeignerCard, "US1110090013199", kToday).fault, DocumentFault::kCharacters);
  EXPECT_EQ(check_document(DocumentKind::kForeignerCard, complete_citizen_id("93299919850101001"), kToday).fault,
            DocumentFault::kNationality);
}

TEST(DocumentNumber, PassportsAndTravelPermitsGoToAPerson) {
  for (const auto kind : {DocumentKind::kPassport, DocumentKind::kTravelPermit, DocumentKind::kOther}) {
    const auto check = check_document(kind, "E00000000", kToday);
    EXPECT_TRUE(check.needs_review);
    EXPECT_FALSE(check.birth);
  }
}

TEST(DocumentNumber, KindsAreKnownByTheirManyNames) {
  EXPECT_EQ(parse_document_kind(""), DocumentKind::kCitizenId);
  EXPECT_EQ(parse_document_kind("居民 身份证"), DocumentKind::kCitizenId);
  EXPECT_EQ(parse_document_kind("台胞证"), DocumentKind::kTravelPermit);
  EXPECT_EQ(parse_document_kind("外国人永久居留身份证"), DocumentKind::kForeignerCard);
  EXPECT_EQ(parse_document_kind("会员卡"), std::nullopt);
}

TEST(DocumentNumber, NormalFormForgivesHowPeopleType) {
  EXPECT_EQ(normal_document_number(" '１５０１０２ 19900131-991x\xE2\x80\x8B"), "15010219900131991X");
}

RC_GTEST_PROP(DocumentNumber, AnyOneWrongDigitIsCaught, ()) {
  const std::string number = *any_citizen();
  RC_PRE(citizen(number) == DocumentFault::kNone);
  const auto at = *rc::gen::inRange<std::size_t>(0, 17);
  const auto shift = *rc::gen::inRange(1, 10);
  std::string wrong = number;
  wrong[at] = static_cast<char>('0' + (wrong[at] - '0' + shift) % 10);
  RC_ASSERT(citizen(wrong) != DocumentFault::kNone);
}

RC_GTEST_PROP(DocumentNumber, TwoNeighboursSwappedAreCaught, ()) {
  const std::string number = *any_citizen();
  const auto at = *rc::gen::inRange<std::size_t>(0, 16);
  std::string wrong = number;
  std::swap(wrong[at], wrong[at + 1]);
  RC_PRE(wrong != number);
  RC_ASSERT(citizen(wrong) != DocumentFault::kNone);
}

RC_GTEST_PROP(DocumentNumber, CheckCharacterEqualsTheBaseThirteenForm, ()) {
  const std::string number = *any_citizen();
  int value = 0;
  for (const char c : number.substr(0, 17)) value = (value * 13 + (c - '0')) % 11;
  const int check = ((1 - 2 * value) % 11 + 11) % 11;
  RC_ASSERT(number[17] == (check == 10 ? 'X' : static_cast<char>('0' + check)));
}

RC_GTEST_PROP(DocumentNumber, BothLengthsOfOneNumberGiveOneKey, ()) {
  const std::string number = *any_citizen();
  RC_PRE(number.substr(6, 2) == "19" && number.substr(14, 3) < "996");
  const std::string old = number.substr(0, 6) + number.substr(8, 9);
  RC_ASSERT(document_key_text(old) == document_key_text(number));
}

TEST(PersonKey, SpellingsOfOnePersonGiveOneKey) {
  EXPECT_EQ(document_key_text("15010219900131991x"), document_key_text(" 15010219900131991X"));
  EXPECT_EQ(name_key_text("巴特尔•其其格"), name_key_text("巴特尔 · 其其格"));
  EXPECT_EQ(name_birth_key_text("张 三", {1990, 1, 31}), "B:张三|1990-01-31");
}

TEST(PersonKey, WhatTellsNobodyApartGivesNoKey) {
  for (const char* number : {"", "  ", "1.50102E+17", "150102199001310000"})
    EXPECT_EQ(document_key_text(number), "") << number;
  EXPECT_EQ(name_key_text(" "), "");
}

}  // namespace
}  // namespace naadam::domain
