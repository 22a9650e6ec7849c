#include "domain/retirement.hpp"

#include <algorithm>
#include <array>

namespace naadam::domain {
namespace {

struct Schedule {
  Date start;  // first birth month that is delayed
  int base_years;
  int k;  // birth months per month of delay
  int cap_months;
};
constexpr std::array<Schedule, 3> kSchedules = {{
    {{1965, 1, 1}, 60, 4, 36},
    {{1970, 1, 1}, 55, 4, 36},
    {{1975, 1, 1}, 50, 2, 60},
}};

const Schedule& schedule_of(RetirementTrack track) { return kSchedules.at(static_cast<std::size_t>(track)); }

}  // namespace

int retirement_delay_months(RetirementTrack track, Date birth) {
  const Schedule& schedule = schedule_of(track);
  const int m = (birth.year - schedule.start.year) * 12 + (birth.month - schedule.start.month);
  return m < 0 ? 0 : std::min(schedule.cap_months, m / schedule.k + 1);
}

RetirementAge retirement_age(RetirementTrack track, Date birth, Date reference) {
  const int base = schedule_of(track).base_years;
  if (reference < kGradualDelayFrom) return {base, 0};
  const int delay = retirement_delay_months(track, birth);
  return {base + delay / 12, delay % 12};
}

Date retirement_day(RetirementTrack track, Date birth, Date reference, LeapBirthday rule) {
  const RetirementAge age = retirement_age(track, birth, reference);
  return anniversary(birth, age.years, age.months, rule);
}

}  // namespace naadam::domain
