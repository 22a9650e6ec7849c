#include "intake/rules/form.hpp"

#include <array>
#include <utility>

#include "domain/calendar.hpp"
#include "domain/document_number.hpp"
#include "domain/mobile.hpp"
#include "domain/person_key.hpp"
#include "domain/text.hpp"
#include "intake/rules/consent.hpp"
#include "intake/rules/file_facts.hpp"
#include "intake/rules/row_to_claim.hpp"
#include "wire/claim_texts.hpp"

namespace naadam::intake {
namespace {

// In the order of Field.
constexpr std::array<std::string wire::Claim::*, kFields> kFieldTexts{&wire::Claim::name,
                                                                      &wire::Claim::sex,
                                                                      &wire::Claim::birth_date,
                                                                      &wire::Claim::document_type,
                                                                      &wire::Claim::document_number,
                                                                      &wire::Claim::mobile,
                                                                      &wire::Claim::event,
                                                                      &wire::Claim::group,
                                                                      &wire::Claim::delegation,
                                                                      &wire::Claim::basis,
                                                                      &wire::Claim::employer,
                                                                      &wire::Claim::employer_code,
                                                                      &wire::Claim::post,
                                                                      &wire::Claim::address,
                                                                      &wire::Claim::email,
                                                                      &wire::Claim::team,
                                                                      &wire::Claim::note};

std::optional<domain::Date> birth_of(const wire::Claim& claim, domain::Date today) {
  const auto kind = domain::parse_document_kind(claim.document_type).value_or(domain::DocumentKind::kOther);
  const auto birth = domain::check_document(kind, claim.document_number, today).birth;
  return birth ? birth : domain::parse_date(claim.birth_date);
}

std::string too_long(std::size_t most) { return "内容太长，不能超过 " + std::to_string(most) + " 个字。"; }

void check_consent(const wire::Consent& consent, bool guardian, bool guardian_agreed, std::vector<FormFault>& faults) {
  if (consent_of(consent.version) == nullptr) {
    faults.push_back({"consent", "请阅读个人信息处理同意书，同意后才能报名。"});
  }
  for (const auto& [field, text] :
       {std::pair{"guardian_name", &consent.guardian_name}, std::pair{"guardian_phone", &consent.guardian_phone}}) {
    if (domain::code_points(*text) > kFieldCharsMax) faults.push_back({field, too_long(kFieldCharsMax)});
  }
  if (!guardian) return;
  if (consent.guardian_name.empty()) {
    faults.push_back({"guardian_name", "报名人未满 18 周岁，请填写监护人姓名。"});
  }
  if (domain::check_mobile(consent.guardian_phone) != domain::MobileFault::kNone) {
    faults.push_back({"guardian_phone", "报名人未满 18 周岁，请填写监护人的 11 位手机号码。"});
  }
  if (!guardian_agreed) faults.push_back({"guardian", "报名人未满 18 周岁，须由监护人阅读并同意。"});
}

}  // namespace

wire::Form plain_form(const wire::Form& written, const domain::Edition& edition) {
  wire::Form form;
  std::vector<RowClaim> alone(1);
  alone[0].claim = claim_of(
      [&](Field field) -> std::string_view { return written.claim.*kFieldTexts.at(static_cast<std::size_t>(field)); });
  alone[0].claim.team.clear();
  add_file_facts(alone, edition);
  form.claim = std::move(alone[0].claim);
  form.consent.version = written.consent.version;
  form.consent.agreed_at = written.consent.agreed_at;
  form.consent.guardian_name = domain::plain_text(written.consent.guardian_name);
  form.consent.guardian_phone = domain::normal_mobile(written.consent.guardian_phone);
  return form;
}

std::vector<FormFault> faults_of(const wire::Form& form, bool guardian_agreed, const domain::Edition& edition,
                                 core::Millis now) {
  std::vector<FormFault> faults;
  const wire::Claim& claim = form.claim;
  for (const wire::ClaimText& one : wire::kClaimTexts) {
    const bool is_long = one.text == &wire::Claim::address || one.text == &wire::Claim::note;
    const std::size_t most = is_long ? kLongFieldCharsMax : kFieldCharsMax;
    if (domain::code_points(claim.*one.text) > most) faults.push_back({one.name, too_long(most)});
  }
  if (claim.name.empty()) faults.push_back({"name", "请填写姓名，与证件一致。"});
  if (domain::document_key_text(claim.document_number).empty()) {
    faults.push_back({"document_number", "证件号码不完整，请照证件填写。"});
  }
  if (const domain::Event* event = edition.find_event(claim.event); event != nullptr && event->team_size > 1) {
    faults.push_back({"event", "这是团体赛项，每队 " + std::to_string(event->team_size) +
                                   " 人，不能个人报名，请由单位或学校用报名表统一提交。"});
  }
  check_consent(form.consent, guardian_wanted(claim, edition, now), guardian_agreed, faults);
  return faults;
}

bool guardian_wanted(const wire::Claim& claim, const domain::Edition& edition, core::Millis now) {
  const domain::Date today = domain::local_date(now);
  const auto birth = birth_of(claim, today);
  return birth && domain::full_years(*birth, today, edition.ages.leap_birthday) < kOfAge;
}

std::optional<std::string> not_open(std::string_view delegation, const domain::Edition& edition, core::Millis now) {
  if (now < edition.entry_opens) {
    return "报名还没有开始，" + domain::chinese_instant(edition.entry_opens) + "起可以报名。";
  }
  const domain::Delegation* known = edition.find_delegation(delegation);
  const core::Millis closes = edition.closes_for(known == nullptr ? "" : known->code);
  if (now <= closes) return std::nullopt;
  return "报名已经截止（" + domain::chinese_instant(closes) + "）。如有疑问，请联系所在代表队。";
}

bool says_the_same(const wire::Form& a, const wire::Form& b) {
  return a.claim == b.claim && a.consent.version == b.consent.version &&
         a.consent.guardian_name == b.consent.guardian_name && a.consent.guardian_phone == b.consent.guardian_phone;
}

}  // namespace naadam::intake
