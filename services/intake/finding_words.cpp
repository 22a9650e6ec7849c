#include "intake/finding_words.hpp"

#include <nlohmann/json.hpp>

namespace naadam::intake {

nlohmann::json findings_told(const wire::RuleReasons& reasons, const domain::Edition& edition,
                             const domain::Submission& from) {
  nlohmann::json told = nlohmann::json::array();
  for (std::size_t rule = 0; rule < wire::kRules; ++rule) {
    const wire::Finding finding = reasons.at(static_cast<wire::Rule>(rule));
    const domain::Rendered said = domain::render(finding.reason, finding.detail, edition, from);
    told.push_back({{"rule", wire::rule_name(finding.rule)},
                    {"result", wire::rule_result_name(finding.result)},
                    {"clause", said.clause},
                    {"text", said.text},
                    {"inputs", said.inputs}});
  }
  return told;
}

}  // namespace naadam::intake
