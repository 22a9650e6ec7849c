#include "eligibility/rules/facts.hpp"

namespace naadam::eligibility {

using domain::Sex;

Facts facts_of(const Case& c) {
  Facts facts;
  const wire::Claim& claim = c.claim;
  facts.document_kind = domain::parse_document_kind(claim.document_type);
  facts.document = domain::check_document(facts.document_kind.value_or(domain::DocumentKind::kCitizenId),
                                          claim.document_number, domain::local_date(c.accepted_at));
  if (!claim.birth_date.empty()) facts.column_birth = domain::parse_date(claim.birth_date);
  facts.column_sex = domain::parse_sex(claim.sex);
  facts.birth = facts.document.birth ? facts.document.birth : facts.column_birth;
  facts.sex = facts.document.sex != Sex::kUnknown ? facts.document.sex : facts.column_sex;
  if (!claim.event.empty()) facts.event = c.edition.find_event(claim.event);
  if (!claim.group.empty()) facts.group = c.edition.find_group(claim.group);
  facts.employer_code_given = !claim.employer_code.empty();
  if (facts.employer_code_given) facts.employer_fault = domain::check_employer_code(claim.employer_code);
  return facts;
}

}  // namespace naadam::eligibility
