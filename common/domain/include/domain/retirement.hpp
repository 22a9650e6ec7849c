// The statutory retirement day by birth date, and by the law in force at a reference date.
//
// Before 2025-01-01: men 60, women 55 (management and technical posts) or 50 (workers).
// From 2025-01-01 (decision of 2024-09-13): the age rises with the birth month, by one month for every k months:
//   delay = 0 if m < 0 else min(cap, floor(m / k) + 1),  m = whole months from the start month to the birth month
//   track      start    base  k  cap (months)  reached at
//   men        1965-01  60    4  36            1976-09
//   women 55   1970-01  55    4  36            1981-09
//   women 50   1975-01  50    2  60            1984-11
// Which law applies follows the reference date of the competition, not today's. Thread: any; pure.
#pragma once

#include <cstdint>

#include "domain/calendar.hpp"

namespace naadam::domain {

enum class RetirementTrack : std::uint8_t { kMen, kWomen55, kWomen50 };

struct RetirementAge {
  int years = 0;
  int months = 0;
  bool operator==(const RetirementAge&) const = default;
};

inline constexpr Date kGradualDelayFrom{2025, 1, 1};

// Months of delay under the law of 2025 for a birth in this month.
int retirement_delay_months(RetirementTrack track, Date birth);

RetirementAge retirement_age(RetirementTrack track, Date birth, Date reference);

// The day that age is reached.
Date retirement_day(RetirementTrack track, Date birth, Date reference, LeapBirthday rule);

}  // namespace naadam::domain
