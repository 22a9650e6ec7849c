// What the ten rules read out of one case, worked out once: the document, who the person is by it, event and group.
//
// Values only; lives for one judgement. Views and pointers point into the case's claim and edition.
#pragma once

#include <optional>

#include "domain/document_number.hpp"
#include "domain/employer_code.hpp"
#include "eligibility/rules/judge.hpp"

namespace naadam::eligibility {

struct Facts {
  std::optional<domain::DocumentKind> document_kind;  // nullopt: the type is not known
  domain::DocumentCheck document;
  std::optional<domain::Date> column_birth;        // 出生日期, where readable
  domain::Sex column_sex = domain::Sex::kUnknown;  // 性别, where readable
  std::optional<domain::Date> birth;               // of the document if it carries one, else of the column
  domain::Sex sex = domain::Sex::kUnknown;         // likewise
  const domain::Event* event = nullptr;
  const domain::Group* group = nullptr;
  bool employer_code_given = false;
  domain::EmployerCodeFault employer_fault = domain::EmployerCodeFault::kNone;
};

Facts facts_of(const Case& c);

// A finding of one rule.
inline wire::Finding finding(wire::Rule rule, wire::RuleResult result, domain::Reason reason, std::int32_t detail = 0) {
  return {rule, result, static_cast<std::uint16_t>(reason), detail};
}

}  // namespace naadam::eligibility
