#include "serial_date.hpp"

#include <fmt/format.h>

#include <cctype>
#include <charconv>
#include <chrono>
#include <cmath>

namespace naadam::sheet {
namespace {

constexpr double kSerialMax = 2'958'466;  // 9999-12-31 is the day before
constexpr int kMinutesPerDay = 24 * 60;
constexpr int kSecondsPerDay = 60 * kMinutesPerDay;

std::string clock_text(int minutes) { return fmt::format("{:02}:{:02}", minutes / 60, minutes % 60); }

}  // namespace

NumberLook built_in_look(std::uint32_t id) {
  if ((id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 54) || id == 57 ||
      id == 58) {
    return NumberLook::kDate;
  }
  if (id == 19 || id == 21 || id == 33 || id == 35 || (id >= 45 && id <= 47) || id == 56) {
    return NumberLook::kTimeToSecond;
  }
  if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || id == 55) {
    return NumberLook::kTime;
  }
  return NumberLook::kPlain;
}

NumberLook format_look(std::string_view code) {
  bool year_or_day = false;
  bool month = false;
  bool hour = false;
  bool second = false;
  if (code.starts_with("General")) return NumberLook::kPlain;
  for (std::size_t i = 0; i < code.size(); ++i) {
    const char c = static_cast<char>(std::tolower(static_cast<unsigned char>(code[i])));
    if (c == ';') break;  // the first section is the one for dates
    if (c == '"') {
      i = code.find('"', i + 1);
      if (i == std::string_view::npos) break;
    } else if (c == '\\' || c == '_' || c == '*') {
      ++i;
    } else if (c == '[') {  // colour, condition or locale; [h], [mm], [s] are elapsed time
      const auto close = code.find(']', i);
      if (close == std::string_view::npos) break;
      const auto inside = code.substr(i + 1, close - i - 1);
      if (!inside.empty() && inside.find_first_not_of("hHmMsS") == std::string_view::npos) {
        (inside.find_first_of("sS") == std::string_view::npos ? hour : second) = true;
      }
      i = close;
    } else if (c == 'y' || c == 'd') {
      year_or_day = true;
    } else if (c == 'm') {
      month = true;
    } else if (c == 'h') {
      hour = true;
    } else if (c == 's') {
      second = true;
    }
  }
  if (year_or_day) return NumberLook::kDate;
  if (second) return NumberLook::kTimeToSecond;
  if (hour) return NumberLook::kTime;
  return month ? NumberLook::kDate : NumberLook::kPlain;
}

std::string serial_text(std::string_view number, NumberLook look, DateSystem system) {
  double serial = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), serial);
  const bool whole = error == std::errc() && end == number.data() + number.size();
  if (look == NumberLook::kPlain || !whole || !(serial >= 0) || serial >= kSerialMax) return std::string(number);

  double day_part = 0;
  const double time_part = std::modf(serial, &day_part);
  if (look == NumberLook::kTimeToSecond && day_part == 0) {
    const int seconds = static_cast<int>(std::lround(time_part * kSecondsPerDay));
    return fmt::format("{}:{:02}", clock_text(seconds / 60), seconds % 60);
  }
  int minutes = static_cast<int>(std::lround(time_part * kMinutesPerDay));
  auto day = static_cast<int>(day_part);
  if (minutes == kMinutesPerDay) {
    minutes = 0;
    ++day;
  }
  if (look == NumberLook::kTime && day == 0) return clock_text(minutes);

  using std::chrono::days;
  using std::chrono::sys_days;
  using namespace std::chrono_literals;
  sys_days date;
  if (system == DateSystem::k1904) {
    date = sys_days{1904y / 1 / 1} + days{day};
  } else {
    if (day == 0 || day == 60) return std::string(number);
    date = (day < 60 ? sys_days{1899y / 12 / 31} : sys_days{1899y / 12 / 30}) + days{day};
  }
  const std::chrono::year_month_day ymd{date};
  std::string text = fmt::format("{:04}-{:02}-{:02}", static_cast<int>(ymd.year()), static_cast<unsigned>(ymd.month()),
                                 static_cast<unsigned>(ymd.day()));
  if (minutes != 0) text += " " + clock_text(minutes);
  return text;
}

}  // namespace naadam::sheet
