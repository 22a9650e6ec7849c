#include "domain/working_days.hpp"

#include <algorithm>

namespace naadam::domain {

WorkingDays::WorkingDays(std::vector<Date> off, std::vector<Date> worked)
    : off_(std::move(off)), worked_(std::move(worked)) {
  std::sort(off_.begin(), off_.end());
  std::sort(worked_.begin(), worked_.end());
  for (const Date date : off_) years_.push_back(date.year);
  years_.erase(std::unique(years_.begin(), years_.end()), years_.end());
}

bool WorkingDays::knows(Date date) const { return std::binary_search(years_.begin(), years_.end(), date.year); }

bool WorkingDays::is_working_day(Date date) const {
  if (std::binary_search(off_.begin(), off_.end(), date)) return false;
  if (std::binary_search(worked_.begin(), worked_.end(), date)) return true;
  const int day = weekday(date);
  return day != 0 && day != 6;
}

std::optional<Date> WorkingDays::after(Date start, int n) const {
  Date date = start;
  while (n > 0) {
    date = date_of_day(day_number(date) + 1);
    if (!knows(date)) return std::nullopt;
    if (is_working_day(date)) --n;
  }
  return date;
}

std::optional<int> WorkingDays::between(Date first, Date last) const {
  int n = 0;
  for (std::int32_t day = day_number(first); day <= day_number(last); ++day) {
    const Date date = date_of_day(day);
    if (!knows(date)) return std::nullopt;
    n += is_working_day(date) ? 1 : 0;
  }
  return n;
}

}  // namespace naadam::domain
