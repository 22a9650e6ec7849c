#include "wire/verdict.hpp"

namespace naadam::wire {

std::string_view rule_name(Rule rule) {
  static constexpr std::array<std::string_view, kRules> kNames = {
      "document", "mobile",     "event_group",  "team",          "employer_code",
      "age_min",  "retirement", "region_basis", "former_winner", "window"};
  return kNames.at(static_cast<std::size_t>(rule));
}

std::string_view rule_result_name(RuleResult result) {
  static constexpr std::array<std::string_view, 4> kNames = {"pass", "fail", "needs_evidence", "not_applicable"};
  return kNames.at(static_cast<std::size_t>(result));
}

std::string_view verdict_name(Verdict verdict) {
  static constexpr std::array<std::string_view, 5> kNames = {"none", "returned", "refused", "needs_evidence",
                                                             "accepted"};
  return kNames.at(static_cast<std::size_t>(verdict));
}

}  // namespace naadam::wire
