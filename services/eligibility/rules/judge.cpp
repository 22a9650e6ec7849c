#include "eligibility/rules/judge.hpp"

#include "domain/document_number.hpp"
#include "domain/person_key.hpp"
#include "eligibility/rules/rules.hpp"

namespace naadam::eligibility {
namespace {

bool refuses(wire::Rule rule) {
  return rule == wire::Rule::kAgeMin || rule == wire::Rule::kRetirement || rule == wire::Rule::kFormerWinner;
}

core::Id key_of(const std::string& text, const domain::Keyer& keyer) { return text.empty() ? core::Id{} : keyer(text); }

}  // namespace

wire::Findings judge(const Case& c) {
  const Facts facts = facts_of(c);
  return {
      judge_document(c, facts),      judge_mobile(c),         judge_event_group(c, facts), judge_team(c, facts),
      judge_employer_code(c, facts), judge_age_min(c, facts), judge_retirement(c, facts),  judge_region_basis(c, facts),
      judge_former_winner(c, facts), judge_window(c)};
}

bool too_late(const wire::Findings& findings) {
  const wire::Finding& window = findings[static_cast<std::size_t>(wire::Rule::kWindow)];
  return window.result == wire::RuleResult::kFail &&
         window.reason == static_cast<std::uint16_t>(domain::Reason::kWindowLate);
}

wire::Verdict verdict_of(const wire::Findings& findings) {
  if (too_late(findings)) return wire::Verdict::kRefused;
  bool returned = false, refused = false, evidence = false;
  for (const wire::Finding& f : findings) {
    if (f.result == wire::RuleResult::kFail) (refuses(f.rule) ? refused : returned) = true;
    evidence = evidence || f.result == wire::RuleResult::kNeedsEvidence;
  }
  if (returned) return wire::Verdict::kReturned;
  if (refused) return wire::Verdict::kRefused;
  return evidence ? wire::Verdict::kNeedsEvidence : wire::Verdict::kAccepted;
}

std::string document_key_text(const wire::Claim& claim) { return domain::document_key_text(claim.document_number); }

std::string name_birth_key_text(const wire::Claim& claim) {
  // Whatever the type column says, and whatever the day: a number that carries a birth date is shaped as a citizen ID,
  // and a birth after the upload is the document rule's concern, not the key's.
  constexpr domain::Date kAnyDay{9999, 12, 31};
  const auto number = domain::normal_document_number(claim.document_number);
  auto birth = domain::check_document(domain::DocumentKind::kCitizenId, number, kAnyDay).birth;
  if (!birth) birth = domain::parse_date(claim.birth_date);
  return birth ? domain::name_birth_key_text(claim.name, *birth) : std::string();
}

std::string name_key_text(const wire::Claim& claim) { return domain::name_key_text(claim.name); }

PersonKeys keys_of(const wire::Claim& claim, const domain::Keyer& keyer) {
  return {key_of(document_key_text(claim), keyer), key_of(name_birth_key_text(claim), keyer),
          key_of(name_key_text(claim), keyer)};
}

}  // namespace naadam::eligibility
