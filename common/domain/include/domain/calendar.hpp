// Calendar dates, their many written forms, and instants as people in Hohhot read them.
//
// The field's clock is Asia/Shanghai. It has been UTC+8 without summer time since 1991-09-15, so a fixed offset is
// exact for every instant that an edition can name, and no zone database is needed. Birth dates are plain dates and
// never instants. Thread: any; all values and pure functions.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/clock.hpp"

namespace naadam::domain {

inline constexpr core::Millis kMinuteMs = 60'000;
inline constexpr core::Millis kDayMs = 24 * 60 * kMinuteMs;
inline constexpr core::Millis kShanghaiOffsetMs = 8 * 60 * kMinuteMs;

// A day of the (proleptic) Gregorian calendar. Default: no date (year 0 is never valid here).
struct Date {
  std::int16_t year = 0;   // [1800, 9999] where valid
  std::uint8_t month = 0;  // [1, 12]
  std::uint8_t day = 0;    // [1, days in the month]

  auto operator<=>(const Date&) const = default;
};

// The date, if there is such a day and its year is in range; else nullopt.
std::optional<Date> make_date(int year, int month, int day);

// Days since 1970-01-01, and back. `date` must be valid.
std::int32_t day_number(Date date);
Date date_of_day(std::int32_t days);
// 0 = Sunday ... 6 = Saturday.
int weekday(Date date);

// Reads 1990-01-31, 1990/1/31, 1990.1.31, 1990年1月31日 (日 or 号, or neither), 19900131, each also with a time of day
// after it as spreadsheets export it, and a bare five-digit spreadsheet day number (1900 system, 10000 to 79999).
// `text` as plain_text() leaves it. Two-digit years, months alone and impossible days: nullopt.
std::optional<Date> parse_date(std::string_view text);

// "2021-07-15".
std::string iso_date(Date date);
// "2021年7月15日".
std::string chinese_date(Date date);

// When somebody born on 29 February comes of age in a common year.
enum class LeapBirthday { kFeb28, kMar1 };

// The day on which `birth` is `years` and `months` old. A day the target month lacks becomes, for 29 February, what
// `rule` says; else the month's last day.
Date anniversary(Date birth, int years, int months, LeapBirthday rule);

// Completed years at `on`, the birthday itself counting as completed. Negative when not yet born.
int full_years(Date birth, Date on, LeapBirthday rule);

// Instants are Unix milliseconds, UTC.
core::Millis instant_of(Date date, int hour = 0, int minute = 0);
Date local_date(core::Millis instant);
// "2021-06-20T10:00+08:00", also with seconds and fractions, with Z, with a blank for T; without an offset:
// Asia/Shanghai. A date alone is its first moment. Anything else: nullopt.
std::optional<core::Millis> parse_instant(std::string_view text);
// "2021-06-20T10:00:00+08:00".
std::string iso_instant(core::Millis instant);
// "2021年6月20日10:00".
std::string chinese_instant(core::Millis instant);
// "6月20日10:00", with seconds where there are any: for a text that is short.
std::string chinese_moment(core::Millis instant);

}  // namespace naadam::domain
