#include "intake/rules/outcome_words.hpp"

namespace naadam::intake {
namespace {

void add_line(std::string& text, const std::string& line) {
  if (!text.empty()) text += "\n";
  text += line;
}

}  // namespace

RowOutcome outcome_words(const wire::RowMark& mark, const domain::Edition& edition, const domain::Submission& from,
                         const std::string& duplicate) {
  RowOutcome outcome;
  outcome.verdict = mark.verdict;
  if ((mark.flags & wire::row_flag::kOvertaken) != 0 && (mark.flags & wire::entry_flag::kWithdrawn) != 0) {
    outcome.result = "已撤回";
    outcome.reason = "贵单位更正后的上传中已没有此人，这条报名已撤回。如属误删，请补上后重新上传。";
    return outcome;
  }
  if ((mark.flags & wire::row_flag::kOvertaken) != 0) {
    outcome.result = "已被替代";
    outcome.reason = "贵单位更新的一次上传已包含此人，以新上传为准，本行不再处理。";
    return outcome;
  }
  if ((mark.flags & wire::entry_flag::kConflict) != 0) {
    add_line(outcome.reason,
             "另一单位也为此人报了同一赛项，且所填信息不一致：请与对方核对，改成一致后重新上传，或由一方撤回。");
  }
  for (std::size_t i = 0; i < wire::kRules; ++i) {
    const wire::Finding finding = mark.reasons.at(static_cast<wire::Rule>(i));
    if (finding.result != wire::RuleResult::kFail && finding.result != wire::RuleResult::kNeedsEvidence) continue;
    const domain::Rendered rendered = domain::render(finding.reason, finding.detail, edition, from);
    add_line(outcome.reason, rendered.text + "（依据：" + rendered.clause + "）");
  }
  if (!duplicate.empty()) add_line(outcome.reason, "与" + duplicate + "重复：同一人、同一赛项、同一组别只算一次报名。");
  return outcome;
}

}  // namespace naadam::intake
