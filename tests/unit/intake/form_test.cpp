// What a single form is taken with, and what not: fields, consent, guardian, and the time of registration.
#include "intake/rules/form.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/bytes.hpp"
#include "core/rev.hpp"
#include "domain/document_number.hpp"
#include "intake/rules/consent.hpp"
#include "support/edition_2021.hpp"

namespace naadam::intake {
namespace {

core::Millis at(const char* instant) { return domain::parse_instant(instant).value(); }
const core::Millis kToday = at("2021-06-20T10:00+08:00");

std::string citizen_id(const std::string& birth8) { return domain::complete_citizen_id("150102" + birth8 + "991"); }

wire::Form grown_up() {
  wire::Form form;
  form.claim.name = "甲一";
  form.claim.document_number = citizen_id("19900131");
  form.claim.mobile = "13800000000";
  form.claim.event = "数控车";
  form.claim.group = "职工组";
  form.claim.delegation = "呼和浩特市";
  form.claim.basis = "工作";
  form.consent.version = "1";
  form.consent.agreed_at = 1;
  return form;
}

wire::Form minor() {
  wire::Form form = grown_up();
  form.claim.document_number = citizen_id("20040620");
  form.claim.group = "学生组";
  form.consent.guardian_name = "乙一";
  form.consent.guardian_phone = "13900000000";
  return form;
}

std::vector<std::string> faulty(const wire::Form& form, bool guardian_agreed = false) {
  std::vector<std::string> fields;
  for (const FormFault& fault :
       faults_of(plain_form(form, support::edition_2021()), guardian_agreed, support::edition_2021(), kToday)) {
    EXPECT_FALSE(fault.text.empty());
    fields.emplace_back(fault.field);
  }
  return fields;
}

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Form, WhatIsTypedIsMadePlainAsInASpreadsheet) {
  wire::Form form = grown_up();
  form.claim.name = "  甲　一 ";
  form.claim.document_number = " 15010219900131 991x";
  form.claim.mobile = "+86 138-0000-0000";
  form.claim.team = "2";
  form.consent.guardian_phone = "139 0000 0000";
  const wire::Form plain = plain_form(form, support::edition_2021());
  EXPECT_EQ(plain.claim.name, "甲 一");
  EXPECT_EQ(plain.claim.document_number, "15010219900131991X");
  EXPECT_EQ(plain.claim.mobile, "13800000000");
  EXPECT_EQ(plain.claim.team, "") << "who registers alone is in no team";
  EXPECT_EQ(plain.consent.guardian_phone, "13900000000");
}

TEST(Form, AWholeOneIsTaken) { EXPECT_THAT(faulty(grown_up()), IsEmpty()); }

TEST(Form, WithoutNameOrDocumentNobodyCouldBeFoundAgain) {
  wire::Form form = grown_up();
  form.claim.name = " ";
  form.claim.document_number = "";
  EXPECT_THAT(faulty(form), ElementsAre("name", "document_number"));
}

TEST(Form, TextsAreTakenUpToTheirLimits) {
  wire::Form form = grown_up();
  for (std::size_t i = 0; i < kFieldCharsMax; ++i) form.claim.employer += "厂";
  for (std::size_t i = 0; i < kLongFieldCharsMax; ++i) form.claim.address += "路";
  EXPECT_THAT(faulty(form), IsEmpty());
  form.claim.employer += "厂";
  form.claim.address += "路";
  EXPECT_THAT(faulty(form), ElementsAre("employer", "address"));
}

TEST(Form, ATeamsEventIsNotForOneAlone) {
  wire::Form form = grown_up();
  form.claim.event = "园艺";
  EXPECT_THAT(faulty(form), ElementsAre("event"));
}

TEST(Form, OnlyATextThatWasShownCanBeAgreedTo) {
  wire::Form form = grown_up();
  for (const char* version : {"", "0", "1 ", "999"}) {
    form.consent.version = version;
    EXPECT_THAT(faulty(form), ElementsAre("consent")) << version;
  }
}

TEST(Form, WhoIsUnder18NeedsAGuardian) {
  wire::Form form = minor();
  EXPECT_THAT(faulty(form, true), IsEmpty());
  EXPECT_THAT(faulty(form, false), ElementsAre("guardian"));
  form.consent.guardian_name = "";
  form.consent.guardian_phone = "0471-1234567";
  EXPECT_THAT(faulty(form, true), ElementsAre("guardian_name", "guardian_phone"));
}

TEST(Form, The18thBirthdayMakesOfAge) {
  wire::Form form = minor();
  form.consent.guardian_name = form.consent.guardian_phone = "";
  form.claim.document_number = citizen_id("20030620");
  EXPECT_THAT(faulty(form), IsEmpty());
  form.claim.document_number = citizen_id("20030621");
  EXPECT_FALSE(faulty(form).empty());
}

TEST(Form, WhereTheDocumentSaysNoBirthDateTheFormDoes) {
  wire::Claim claim;
  claim.document_type = "护照";
  claim.document_number = "E12345678";
  EXPECT_FALSE(guardian_wanted(claim, support::edition_2021(), kToday)) << "nothing is known";
  claim.birth_date = "2005-01-01";
  EXPECT_TRUE(guardian_wanted(claim, support::edition_2021(), kToday));
  claim.birth_date = "1990-01-01";
  EXPECT_FALSE(guardian_wanted(claim, support::edition_2021(), kToday));
}

TEST(Form, OutsideTheTimeOfRegistrationTheTimeIsNamed) {
  const domain::Edition& edition = support::edition_2021();
  EXPECT_FALSE(not_open("呼和浩特市", edition, edition.entry_opens));
  EXPECT_THAT(not_open("呼和浩特市", edition, edition.entry_opens - 1).value(),
              testing::HasSubstr(domain::chinese_instant(edition.entry_opens)));
  EXPECT_FALSE(not_open("", edition, edition.entry_closes));
  EXPECT_THAT(not_open("不知道", edition, edition.entry_closes + 1).value(),
              testing::HasSubstr(domain::chinese_instant(edition.entry_closes)));
}

TEST(Form, ADelegationWithAnExtensionIsOpenLonger) {
  domain::Edition edition = support::edition_2021();
  const domain::Delegation& one = *edition.find_delegation("包头");
  domain::Extension extension;
  extension.delegation = one.code;
  extension.closes = edition.entry_closes + domain::kDayMs;
  edition.extensions.push_back(extension);
  ASSERT_EQ(edition.closes_for(one.code), extension.closes);
  EXPECT_FALSE(not_open("包头", edition, extension.closes));
  EXPECT_TRUE(not_open("包头", edition, extension.closes + 1));
  EXPECT_TRUE(not_open("呼和浩特", edition, extension.closes));
}

TEST(Form, TheMomentOfAgreeingAloneMayDifferInARepeat) {
  wire::Form again = minor();
  again.consent.agreed_at = 2;
  EXPECT_TRUE(says_the_same(minor(), again));
  again.claim.note = "n";
  EXPECT_FALSE(says_the_same(minor(), again));
  again = minor();
  again.consent.guardian_phone = "13900000001";
  EXPECT_FALSE(says_the_same(minor(), again));
}

// A text that somebody agreed to never changes: what changes is a new version at the end.
TEST(Consent, EachVersionIsWordForWordWhatItWas) {
  ASSERT_EQ(consent_texts().size(), 1u);
  const ConsentText& first = consent_texts().front();
  EXPECT_EQ(first.version, "1");
  std::string all(first.title);
  for (const std::string_view paragraph : first.paragraphs) all.append(paragraph);
  all.append(first.guardian);
  std::string hash;
  core::put_u64(hash, core::content_hash(all));
  EXPECT_EQ(core::to_hex(hash), "2e1ea59896e98e39");
  EXPECT_EQ(consent_of("1"), &first);
}

}  // namespace
}  // namespace naadam::intake
