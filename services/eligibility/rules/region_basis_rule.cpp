#include <array>
#include <string_view>

#include "domain/region.hpp"
#include "eligibility/rules/rules.hpp"

namespace naadam::eligibility {
namespace {

using domain::Reason;
using wire::Rule;
using wire::RuleResult;

constexpr std::array<std::string_view, 7> kWorkWords = {"工作", "就业", "在职", "务工", "从业", "职工", "单位"};
constexpr std::array<std::string_view, 6> kStudyWords = {"学习", "就读", "在读", "在校", "上学", "学籍"};
constexpr std::array<std::string_view, 4> kLiveWords = {"居住", "常住", "住所", "居民"};
constexpr std::array<std::string_view, 2> kHouseholdWords = {"户籍", "户口"};

template <std::size_t N>
bool has_any(std::string_view text, const std::array<std::string_view, N>& words) {
  for (const auto word : words) {
    if (text.find(word) != std::string_view::npos) return true;
  }
  return false;
}

bool has_valid_employer_code(const Facts& facts) {
  return facts.employer_code_given && facts.employer_fault == domain::EmployerCodeFault::kNone;
}

bool employer_is_here(const Case& c, const Facts& facts) {
  return has_valid_employer_code(facts) &&
         domain::employer_region(c.claim.employer_code).starts_with(domain::kThisProvince);
}

bool employer_is_elsewhere(const Case& c, const Facts& facts) {
  return has_valid_employer_code(facts) && !employer_is_here(c, facts);
}

// A number first issued in this region speaks for its holder where a detail is missing; another prefix says nothing.
bool document_is_from_here(const Case& c, const Facts& facts) {
  return facts.document.kind == domain::DocumentKind::kCitizenId && facts.document.birth &&
         c.claim.document_number.starts_with(domain::kThisProvince);
}

Reason work_reason(const Case& c, const Facts& facts) {
  if (employer_is_elsewhere(c, facts)) return Reason::kRegionEmployerElsewhere;
  if (!c.claim.employer.empty() || employer_is_here(c, facts) || document_is_from_here(c, facts))
    return Reason::kRegionWork;
  return Reason::kRegionEmployerMissing;
}

Reason study_reason(const Case& c, const Facts& facts) {
  if (employer_is_elsewhere(c, facts)) return Reason::kRegionEmployerElsewhere;
  if (!c.claim.employer.empty() || employer_is_here(c, facts) || document_is_from_here(c, facts))
    return Reason::kRegionStudy;
  return Reason::kRegionSchoolMissing;
}

Reason live_reason(const Case& c, const Facts& facts) {
  if (domain::names_other_province(c.claim.address)) return Reason::kRegionAddressElsewhere;
  if (!c.claim.address.empty() || document_is_from_here(c, facts)) return Reason::kRegionLive;
  return Reason::kRegionAddressMissing;
}

bool is_pass(Reason reason) {
  return reason == Reason::kRegionWork || reason == Reason::kRegionStudy || reason == Reason::kRegionLive;
}

}  // namespace

wire::Finding judge_region_basis(const Case& c, const Facts& facts) {
  const std::string_view basis = c.claim.basis;
  if (basis.empty()) return finding(Rule::kRegionBasis, RuleResult::kFail, Reason::kRegionBasisEmpty);
  std::array<Reason, 3> reasons{};
  std::size_t n = 0;
  if (has_any(basis, kWorkWords)) reasons[n++] = work_reason(c, facts);
  if (has_any(basis, kStudyWords)) reasons[n++] = study_reason(c, facts);
  if (has_any(basis, kLiveWords)) reasons[n++] = live_reason(c, facts);
  for (std::size_t i = 0; i < n; ++i) {
    if (is_pass(reasons[i])) return finding(Rule::kRegionBasis, RuleResult::kPass, reasons[i]);
  }
  if (n > 0) return finding(Rule::kRegionBasis, RuleResult::kNeedsEvidence, reasons[0]);
  if (has_any(basis, kHouseholdWords)) {
    return finding(Rule::kRegionBasis, RuleResult::kNeedsEvidence, Reason::kRegionHouseholdOnly);
  }
  return finding(Rule::kRegionBasis, RuleResult::kFail, Reason::kRegionBasisUnknown);
}

wire::Finding judge_employer_code(const Case& c, const Facts& facts) {
  if (!facts.employer_code_given) {
    const bool wanted = c.edition.employer_code_required && has_any(std::string_view(c.claim.basis), kWorkWords);
    return wanted ? finding(Rule::kEmployerCode, RuleResult::kFail, Reason::kEmployerCodeEmpty)
                  : finding(Rule::kEmployerCode, RuleResult::kNotApplicable, Reason::kEmployerCodeNone);
  }
  if (facts.employer_fault == domain::EmployerCodeFault::kNone) {
    return finding(Rule::kEmployerCode, RuleResult::kPass, Reason::kEmployerCodeValid);
  }
  constexpr auto kFirstFault = static_cast<std::uint16_t>(Reason::kEmployerCodeLength) - 1;
  const auto reason = kFirstFault + static_cast<std::uint16_t>(facts.employer_fault);
  return finding(Rule::kEmployerCode, RuleResult::kFail, static_cast<Reason>(reason));
}

}  // namespace naadam::eligibility
