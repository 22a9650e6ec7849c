#include "eligibility/rules/fields.hpp"

#include "domain/reason.hpp"

namespace naadam::eligibility {
namespace {

std::string_view field_of_document(domain::Reason reason) {
  switch (reason) {
    case domain::Reason::kDocumentType:
      return "document_type";
    case domain::Reason::kDocumentSexConflict:
    case domain::Reason::kDocumentSexMissing:
      return "sex";
    case domain::Reason::kDocumentBirthConflict:
    case domain::Reason::kDocumentBirthMissing:
      return "birth_date";
    case domain::Reason::kDocumentNameMissing:
      return "name";
    default:
      return "document_number";
  }
}

std::string_view field_of_event(domain::Reason reason) {
  switch (reason) {
    case domain::Reason::kGroupEmpty:
    case domain::Reason::kGroupUnknown:
    case domain::Reason::kGroupNotInEvent:
      return "group";
    case domain::Reason::kDelegationEmpty:
    case domain::Reason::kDelegationUnknown:
      return "delegation";
    default:
      return "event";
  }
}

std::string_view field_of_region(domain::Reason reason) {
  switch (reason) {
    case domain::Reason::kRegionEmployerElsewhere:
    case domain::Reason::kRegionEmployerMissing:
    case domain::Reason::kRegionSchoolMissing:
      return "employer";
    case domain::Reason::kRegionAddressElsewhere:
    case domain::Reason::kRegionAddressMissing:
      return "address";
    default:
      return "basis";
  }
}

}  // namespace

std::string_view field_of(const wire::Finding& finding) {
  const auto reason = static_cast<domain::Reason>(finding.reason);
  switch (finding.rule) {
    case wire::Rule::kDocument:
      return field_of_document(reason);
    case wire::Rule::kMobile:
      return "mobile";
    case wire::Rule::kEventGroup:
      return field_of_event(reason);
    case wire::Rule::kTeam:
      return "event";
    case wire::Rule::kEmployerCode:
      return "employer_code";
    case wire::Rule::kAgeMin:
      return "document_number";
    case wire::Rule::kRetirement:
      return finding.result == wire::RuleResult::kNeedsEvidence ? "post" : "document_number";
    case wire::Rule::kRegionBasis:
      return field_of_region(reason);
    case wire::Rule::kFormerWinner:
    case wire::Rule::kWindow:
      return "";
  }
  return "";
}

}  // namespace naadam::eligibility
