#include "eligibility/rules/rules.hpp"

namespace naadam::eligibility {

using domain::Reason;
using domain::WinnerMatch;
using wire::Rule;
using wire::RuleResult;

namespace {

core::Millis closes_for(const Case& c) {
  const bool asks = c.accepted_at > c.edition.entry_closes && !c.edition.extensions.empty();
  const auto* delegation = asks ? c.edition.find_delegation(c.claim.delegation) : nullptr;
  return delegation == nullptr ? c.edition.entry_closes : c.edition.closes_for(delegation->code);
}

}  // namespace

wire::Finding judge_former_winner(const Case& c, const Facts& facts) {
  constexpr auto kRule = Rule::kFormerWinner;
  if (facts.event == nullptr || facts.group == nullptr) {
    return finding(kRule, RuleResult::kNotApplicable, Reason::kWinnerUndecidable);
  }
  const bool barred_in_teams = c.edition.winner_team_rule == domain::WinnerTeamRule::kAnyMember;
  if (facts.event->team_size > 1 && !barred_in_teams) return finding(kRule, RuleResult::kPass, Reason::kWinnerNone);
  switch (c.winners.match(c.keys, facts.event->code, facts.group->code)) {
    case WinnerMatch::kCertain:
      return finding(kRule, RuleResult::kFail, Reason::kWinnerCertain);
    case WinnerMatch::kLikely:
      return finding(kRule, RuleResult::kNeedsEvidence, Reason::kWinnerLikely);
    case WinnerMatch::kGroupUnknown:
      return finding(kRule, RuleResult::kNeedsEvidence, Reason::kWinnerGroupUnknown);
    case WinnerMatch::kNameOnly:
      return finding(kRule, RuleResult::kPass, Reason::kWinnerNameOnly);
    case WinnerMatch::kNone:
      break;
  }
  return finding(kRule, RuleResult::kPass, Reason::kWinnerNone);
}

wire::Finding judge_window(const Case& c) {
  if (c.accepted_at < c.edition.entry_opens) return finding(Rule::kWindow, RuleResult::kFail, Reason::kWindowEarly);
  if (c.accepted_at > closes_for(c)) return finding(Rule::kWindow, RuleResult::kFail, Reason::kWindowLate);
  return finding(Rule::kWindow, RuleResult::kPass, Reason::kWindowInside);
}

}  // namespace naadam::eligibility
