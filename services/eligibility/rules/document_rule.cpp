#include "domain/mobile.hpp"
#include "eligibility/rules/rules.hpp"

namespace naadam::eligibility {
namespace {

using domain::DocumentFault;
using domain::Reason;
using domain::Sex;
using wire::Rule;
using wire::RuleResult;

constexpr auto kFirstDocumentFault = static_cast<std::uint16_t>(Reason::kDocumentEmpty) - 1;
constexpr auto kFirstMobileFault = static_cast<std::uint16_t>(Reason::kMobileEmpty) - 1;

wire::Finding fail(Reason reason) { return finding(Rule::kDocument, RuleResult::kFail, reason); }

// A date that is written as one but exists in no calendar contradicts the document as well.
bool contradicts(const wire::Claim& claim, const Facts& facts) {
  if (claim.birth_date.empty()) return false;
  if (facts.column_birth) return *facts.column_birth != *facts.document.birth;
  return claim.birth_date.find_first_not_of("0123456789-/. ") == std::string::npos;
}

}  // namespace

wire::Finding judge_document(const Case& c, const Facts& facts) {
  if (!facts.document_kind) return fail(Reason::kDocumentType);
  if (facts.document.fault != DocumentFault::kNone) {
    const auto reason = kFirstDocumentFault + static_cast<std::uint16_t>(facts.document.fault);
    return fail(static_cast<Reason>(reason));
  }
  if (c.claim.name.empty()) return fail(Reason::kDocumentNameMissing);
  if (facts.document.birth) {
    if (contradicts(c.claim, facts)) return fail(Reason::kDocumentBirthConflict);
  } else if (!facts.column_birth) {
    return fail(Reason::kDocumentBirthMissing);
  }
  if (facts.document.sex != Sex::kUnknown) {
    const bool conflict = facts.column_sex != Sex::kUnknown && facts.column_sex != facts.document.sex;
    if (conflict) return fail(Reason::kDocumentSexConflict);
  } else if (facts.column_sex == Sex::kUnknown) {
    return fail(Reason::kDocumentSexMissing);
  }
  if (facts.document.needs_review) return finding(Rule::kDocument, RuleResult::kNeedsEvidence, Reason::kDocumentReview);
  return finding(Rule::kDocument, RuleResult::kPass, Reason::kDocumentValid);
}

wire::Finding judge_mobile(const Case& c) {
  const auto fault = domain::check_mobile(c.claim.mobile);
  if (fault == domain::MobileFault::kNone) return finding(Rule::kMobile, RuleResult::kPass, Reason::kMobileValid);
  const auto reason = kFirstMobileFault + static_cast<std::uint16_t>(fault);
  return finding(Rule::kMobile, RuleResult::kFail, static_cast<Reason>(reason));
}

}  // namespace naadam::eligibility
