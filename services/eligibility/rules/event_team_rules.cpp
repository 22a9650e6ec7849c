#include <algorithm>

#include "eligibility/rules/rules.hpp"

namespace naadam::eligibility {

using domain::Reason;
using wire::Rule;
using wire::RuleResult;

wire::Finding judge_event_group(const Case& c, const Facts& facts) {
  const auto fail = [](Reason reason) { return finding(Rule::kEventGroup, RuleResult::kFail, reason); };
  if (facts.event == nullptr) return fail(c.claim.event.empty() ? Reason::kEventEmpty : Reason::kEventUnknown);
  if (facts.group == nullptr) return fail(c.claim.group.empty() ? Reason::kGroupEmpty : Reason::kGroupUnknown);
  const auto& groups = facts.event->groups;
  if (std::find(groups.begin(), groups.end(), facts.group->code) == groups.end()) return fail(Reason::kGroupNotInEvent);
  if (c.claim.delegation.empty()) {
    if (c.edition.delegation_required) return fail(Reason::kDelegationEmpty);
  } else if (c.edition.find_delegation(c.claim.delegation) == nullptr) {
    return fail(Reason::kDelegationUnknown);
  }
  return finding(Rule::kEventGroup, RuleResult::kPass, Reason::kEventValid);
}

wire::Finding judge_team(const Case& c, const Facts& facts) {
  const auto fail = [&](Reason reason) {
    return finding(Rule::kTeam, RuleResult::kFail, reason, c.claim.team_members);
  };
  if (facts.event == nullptr) return finding(Rule::kTeam, RuleResult::kNotApplicable, Reason::kTeamEventUnknown);
  const std::uint16_t size = facts.event->team_size;
  if (size == 1) return finding(Rule::kTeam, RuleResult::kNotApplicable, Reason::kTeamSingleEvent);
  if (c.claim.team.empty() && c.edition.team_number_required) return fail(Reason::kTeamNumberEmpty);
  if (c.claim.team_has_repeated_person) return fail(Reason::kTeamRepeatedPerson);
  if (c.claim.team_members < size) return fail(Reason::kTeamTooFew);
  if (c.claim.team_members > size) return fail(Reason::kTeamTooMany);
  return finding(Rule::kTeam, RuleResult::kPass, Reason::kTeamComplete, c.claim.team_members);
}

}  // namespace naadam::eligibility
