// Working days of the years an edition lists: weekdays, less the holidays, plus the weekends worked in their place.
//
// Source: the State Council's yearly holiday notice; the dates are the edition's data. Thread: any; immutable.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "domain/calendar.hpp"

namespace naadam::domain {

class WorkingDays {
 public:
  WorkingDays() = default;
  // `off` and `worked` in any order; years without any `off` date are not known.
  WorkingDays(std::vector<Date> off, std::vector<Date> worked);

  // Whether the year of `date` is listed; the answers below are only for such years.
  bool knows(Date date) const;
  bool is_working_day(Date date) const;

  // The n-th working day after `start` (the first one after it is 1), n >= 0; 0 gives `start` itself.
  // nullopt when the count runs out of the listed years.
  std::optional<Date> after(Date start, int n) const;

  // Working days in [first, last], both included; 0 when last < first. nullopt when a day is of an unlisted year.
  std::optional<int> between(Date first, Date last) const;

 private:
  std::vector<Date> off_;            // sorted
  std::vector<Date> worked_;         // sorted
  std::vector<std::int16_t> years_;  // sorted
};

}  // namespace naadam::domain
