#include "domain/calendar.hpp"

#include <fmt/format.h>

#include <array>
#include <chrono>

namespace naadam::domain {
namespace {

constexpr int kYearMin = 1800;
constexpr int kYearMax = 9999;
// Spreadsheet day 25569 is 1970-01-01; day 60 is a day that never was, far below any birth date here.
constexpr std::int32_t kSheetDayOfEpoch = 25569;
constexpr std::int32_t kSheetDayMin = 10000;
constexpr std::int32_t kSheetDayMax = 79999;

std::chrono::year_month_day to_chrono(Date d) {
  return {std::chrono::year{d.year}, std::chrono::month{d.month}, std::chrono::day{d.day}};
}

// Takes up to `digits_max` digits off the front of `text`; nullopt when there is none.
std::optional<int> take_number(std::string_view& text, std::size_t digits_max) {
  std::size_t n = 0;
  int value = 0;
  while (n < digits_max && n < text.size() && text[n] >= '0' && text[n] <= '9') value = value * 10 + (text[n++] - '0');
  if (n == 0) return std::nullopt;
  text.remove_prefix(n);
  return value;
}

bool take(std::string_view& text, std::string_view token) {
  if (!text.starts_with(token)) return false;
  text.remove_prefix(token.size());
  return true;
}

// "10:00", "10:00:00", "10:00:00.000"; minutes after midnight, seconds and less in `ms`.
struct TimeOfDay {
  int hour = 0, minute = 0, ms = 0;
};
std::optional<TimeOfDay> take_time(std::string_view& text) {
  TimeOfDay time;
  const auto hour = take_number(text, 2);
  if (!hour || !take(text, ":")) return std::nullopt;
  const auto minute = take_number(text, 2);
  if (!minute || *hour > 23 || *minute > 59) return std::nullopt;
  time.hour = *hour;
  time.minute = *minute;
  if (!take(text, ":")) return time;
  const auto second = take_number(text, 2);
  if (!second || *second > 59) return std::nullopt;
  time.ms = *second * 1000;
  if (!take(text, ".")) return time;
  for (int unit = 100; !text.empty() && text.front() >= '0' && text.front() <= '9'; unit /= 10) {
    time.ms += (text.front() - '0') * unit;
    text.remove_prefix(1);
  }
  return time;
}

bool is_time_or_nothing(std::string_view rest) {
  if (rest.empty()) return true;
  if (!take(rest, " ") && !take(rest, "T")) return false;
  return take_time(rest) && rest.empty();
}

std::optional<Date> from_digits(std::string_view digits) {
  auto rest = digits;
  const int value = *take_number(rest, 8);
  if (digits.size() == 8) return make_date(value / 10000, value / 100 % 100, value % 100);
  if (value < kSheetDayMin || value > kSheetDayMax) return std::nullopt;
  return date_of_day(value - kSheetDayOfEpoch);
}

}  // namespace

std::optional<Date> make_date(int year, int month, int day) {
  if (year < kYearMin || year > kYearMax || month < 1 || month > 12 || day < 1 || day > 31) return std::nullopt;
  const Date date{static_cast<std::int16_t>(year), static_cast<std::uint8_t>(month), static_cast<std::uint8_t>(day)};
  if (!to_chrono(date).ok()) return std::nullopt;
  return date;
}

std::int32_t day_number(Date date) {
  return static_cast<std::int32_t>(std::chrono::sys_days{to_chrono(date)}.time_since_epoch().count());
}

Date date_of_day(std::int32_t days) {
  const std::chrono::year_month_day ymd{std::chrono::sys_days{std::chrono::days{days}}};
  return {static_cast<std::int16_t>(static_cast<int>(ymd.year())), static_cast<std::uint8_t>(unsigned{ymd.month()}),
          static_cast<std::uint8_t>(unsigned{ymd.day()})};
}

int weekday(Date date) {
  return static_cast<int>(std::chrono::weekday{std::chrono::sys_days{to_chrono(date)}}.c_encoding());
}

std::optional<Date> parse_date(std::string_view text) {
  const std::size_t digits = text.find_first_not_of("0123456789");
  if (digits == std::string_view::npos || text.substr(digits) == ".0") {
    const auto whole = text.substr(0, digits);
    return whole.size() == 8 || whole.size() == 5 ? from_digits(whole) : std::nullopt;
  }
  if (digits == 8 && is_time_or_nothing(text.substr(8))) return from_digits(text.substr(0, 8));
  if (digits != 4) return std::nullopt;

  const int year = *take_number(text, 4);
  take(text, " ");
  static constexpr std::array<std::array<std::string_view, 2>, 4> kMarks = {
      {{"-", "-"}, {"/", "/"}, {".", "."}, {"年", "月"}}};
  for (const auto& marks : kMarks) {
    if (!take(text, marks[0])) continue;
    take(text, " ");
    const auto month = take_number(text, 2);
    take(text, " ");
    if (!month || !take(text, marks[1])) return std::nullopt;
    take(text, " ");
    const auto day = take_number(text, 2);
    if (!day) return std::nullopt;
    if (marks[0] == "年") {
      if (text.starts_with(" 日") || text.starts_with(" 号")) take(text, " ");
      if (!take(text, "日")) take(text, "号");
    }
    return is_time_or_nothing(text) ? make_date(year, *month, *day) : std::nullopt;
  }
  return std::nullopt;
}

std::string iso_date(Date date) {
  return fmt::format("{:04}-{:02}-{:02}", date.year, unsigned{date.month}, unsigned{date.day});
}

std::string chinese_date(Date date) {
  return fmt::format("{}年{}月{}日", date.year, unsigned{date.month}, unsigned{date.day});
}

Date anniversary(Date birth, int years, int months, LeapBirthday rule) {
  const int month_index = birth.year * 12 + (birth.month - 1) + years * 12 + months;
  const int year = month_index / 12;
  const int month = month_index % 12 + 1;
  if (const auto same_day = make_date(year, month, birth.day)) return *same_day;
  const bool leap_birthday = birth.month == 2 && birth.day == 29;
  if (leap_birthday && month == 2 && rule == LeapBirthday::kMar1) return *make_date(year, 3, 1);
  int day = birth.day;
  while (day > 28 && !make_date(year, month, day)) --day;
  return {static_cast<std::int16_t>(year), static_cast<std::uint8_t>(month), static_cast<std::uint8_t>(day)};
}

int full_years(Date birth, Date on, LeapBirthday rule) {
  const int years = on.year - birth.year;
  return on < anniversary(birth, years, 0, rule) ? years - 1 : years;
}

core::Millis instant_of(Date date, int hour, int minute) {
  return day_number(date) * kDayMs + (hour * 60 + minute) * kMinuteMs - kShanghaiOffsetMs;
}

Date local_date(core::Millis instant) {
  const core::Millis local = instant + kShanghaiOffsetMs;
  const core::Millis days = local / kDayMs - (local % kDayMs < 0 ? 1 : 0);
  return date_of_day(static_cast<std::int32_t>(days));
}

std::optional<core::Millis> parse_instant(std::string_view text) {
  if (text.size() < 10) return std::nullopt;
  const auto date = parse_date(text.substr(0, 10));
  if (!date || text[4] != '-') return std::nullopt;
  text.remove_prefix(10);
  if (text.empty()) return instant_of(*date);
  if (!take(text, "T") && !take(text, " ")) return std::nullopt;
  const auto time = take_time(text);
  if (!time) return std::nullopt;
  const core::Millis local = instant_of(*date, time->hour, time->minute) + time->ms;
  if (text.empty()) return local;
  if (text == "Z") return local + kShanghaiOffsetMs;
  const bool west = text.front() == '-';
  if (!west && text.front() != '+') return std::nullopt;
  text.remove_prefix(1);
  const auto hours = take_number(text, 2);
  take(text, ":");
  const auto minutes = text.empty() ? std::optional<int>(0) : take_number(text, 2);
  if (!hours || !minutes || *hours > 14 || *minutes > 59 || !text.empty()) return std::nullopt;
  const core::Millis offset = (*hours * 60 + *minutes) * kMinuteMs;
  return local + kShanghaiOffsetMs - (west ? -offset : offset);
}

namespace {
core::Millis ms_of_day(core::Millis instant) { return ((instant + kShanghaiOffsetMs) % kDayMs + kDayMs) % kDayMs; }
}  // namespace

std::string iso_instant(core::Millis instant) {
  const core::Millis second = ms_of_day(instant) / 1000;
  return fmt::format("{}T{:02}:{:02}:{:02}+08:00", iso_date(local_date(instant)), second / 3600, second / 60 % 60,
                     second % 60);
}

std::string chinese_instant(core::Millis instant) {
  const core::Millis minute = ms_of_day(instant) / kMinuteMs;
  return fmt::format("{}{:02}:{:02}", chinese_date(local_date(instant)), minute / 60, minute % 60);
}

std::string chinese_moment(core::Millis instant) {
  const Date day = local_date(instant);
  const core::Millis second = ms_of_day(instant) / 1000;
  std::string text =
      fmt::format("{}月{}日{:02}:{:02}", unsigned{day.month}, unsigned{day.day}, second / 3600, second / 60 % 60);
  if (second % 60 != 0) text += fmt::format(":{:02}", second % 60);
  return text;
}

}  // namespace naadam::domain
