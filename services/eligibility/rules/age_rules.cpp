#include "domain/retirement.hpp"
#include "eligibility/rules/rules.hpp"

namespace naadam::eligibility {
namespace {

using domain::AgeRules;
using domain::Date;
using domain::Reason;
using domain::RetirementTrack;
using domain::Sex;
using wire::Rule;
using wire::RuleResult;

// Whether somebody born on `birth` is past the last eligible day of this track at the reference date.
bool is_retired(RetirementTrack track, Date birth, const AgeRules& ages) {
  const Date day = domain::retirement_day(track, birth, ages.retirement_on, ages.leap_birthday);
  return ages.retirement_day_counts ? ages.retirement_on > day : ages.retirement_on >= day;
}

wire::Finding retirement(RuleResult result, Reason reason) { return finding(Rule::kRetirement, result, reason); }

wire::Finding judge_woman(const Case& c, Date birth) {
  const AgeRules& ages = c.edition.ages;
  if (!is_retired(RetirementTrack::kWomen50, birth, ages)) {
    return retirement(RuleResult::kPass, Reason::kRetirementBefore);
  }
  if (is_retired(RetirementTrack::kWomen55, birth, ages)) {
    return retirement(RuleResult::kFail, Reason::kRetirementWoman55);
  }
  if (c.claim.post.empty()) return retirement(RuleResult::kNeedsEvidence, Reason::kRetirementPostWanted);
  const auto manager = c.edition.is_manager_post(c.claim.post);
  if (!manager) return retirement(RuleResult::kNeedsEvidence, Reason::kRetirementPostUnknown);
  if (*manager) return retirement(RuleResult::kPass, Reason::kRetirementBefore);
  return retirement(RuleResult::kFail, Reason::kRetirementWoman50);
}

}  // namespace

wire::Finding judge_age_min(const Case& c, const Facts& facts) {
  if (!facts.birth) return finding(Rule::kAgeMin, RuleResult::kNotApplicable, Reason::kAgeUndecidable);
  const AgeRules& ages = c.edition.ages;
  const Date reached = domain::anniversary(*facts.birth, ages.age_min, 0, ages.leap_birthday);
  const bool is_old_enough = ages.birthday_counts ? reached <= ages.age_min_on : reached < ages.age_min_on;
  if (is_old_enough) return finding(Rule::kAgeMin, RuleResult::kPass, Reason::kAgeReached);
  const int years = domain::full_years(*facts.birth, ages.age_min_on, ages.leap_birthday);
  return finding(Rule::kAgeMin, RuleResult::kFail, Reason::kAgeTooYoung, years);
}

wire::Finding judge_retirement(const Case& c, const Facts& facts) {
  if (!facts.birth) return retirement(RuleResult::kNotApplicable, Reason::kRetirementNoBirth);
  const AgeRules& ages = c.edition.ages;
  if (facts.sex == Sex::kFemale) return judge_woman(c, *facts.birth);
  const bool man_retired = is_retired(RetirementTrack::kMen, *facts.birth, ages);
  if (facts.sex == Sex::kMale) {
    return man_retired ? retirement(RuleResult::kFail, Reason::kRetirementMan)
                       : retirement(RuleResult::kPass, Reason::kRetirementBefore);
  }
  // Sex unknown: decided all the same where every track agrees.
  if (man_retired) return retirement(RuleResult::kFail, Reason::kRetirementMan);
  if (!is_retired(RetirementTrack::kWomen50, *facts.birth, ages)) {
    return retirement(RuleResult::kPass, Reason::kRetirementBefore);
  }
  return retirement(RuleResult::kNotApplicable, Reason::kRetirementNoSex);
}

}  // namespace naadam::eligibility
