#include "scoring/rules/mark_cells.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>
#include <vector>

#include "domain/text.hpp"
#include "wire/start_list.hpp"

namespace naadam::scoring {
namespace {

constexpr std::size_t kExcelDigits = 15;
constexpr int kPointMax = 40;  // places that the point may stand off the digits

constexpr std::array<std::pair<std::string_view, Presence>, 22> kPresenceWords{
    {{"正常", Presence::kCompeted},
     {"参赛", Presence::kCompeted},
     {"到场", Presence::kCompeted},
     {"完赛", Presence::kCompeted},
     {"缺考", Presence::kAbsent},
     {"缺赛", Presence::kAbsent},
     {"缺席", Presence::kAbsent},
     {"未到", Presence::kAbsent},
     {"未到场", Presence::kAbsent},
     {"未参赛", Presence::kAbsent},
     {"弃考", Presence::kAbsent},
     {"取消资格", Presence::kDisqualified},
     {"取消成绩", Presence::kDisqualified},
     {"取消参赛资格", Presence::kDisqualified},
     {"取消比赛资格", Presence::kDisqualified},
     {"违规", Presence::kDisqualified},
     {"作弊", Presence::kDisqualified},
     {"弃权", Presence::kWithdrawn},
     {"弃赛", Presence::kWithdrawn},
     {"退赛", Presence::kWithdrawn},
     {"中途退赛", Presence::kWithdrawn},
     {"退出", Presence::kWithdrawn}}};

bool is_number(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

template <class Number>
std::optional<Number> whole(std::string_view text) {
  Number value = 0;
  if (!is_number(text)) return std::nullopt;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::vector<std::string_view> parts_of(std::string_view text, char by) {
  std::vector<std::string_view> parts;
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t to = std::min(text.find(by, from), text.size());
    parts.push_back(text.substr(from, to - from));
    from = to + 1;
  }
  return parts;
}

// A decimal number by its digits: 0.DIGITS times ten to the `point`.
struct Digits {
  bool negative = false;
  std::string digits;  // without zeros at either end
  int point = 0;
};

std::optional<Digits> digits_of(std::string_view text, bool exponents) {
  Digits number;
  number.negative = text.starts_with('-');
  if (number.negative) text.remove_prefix(1);
  int exponent = 0;
  if (const auto at = text.find_first_of("eE"); exponents && at != std::string_view::npos) {
    std::string_view power = text.substr(at + 1);
    const bool down = power.starts_with('-');
    if (down || power.starts_with('+')) power.remove_prefix(1);
    const auto size = whole<int>(power);
    if (!size || *size > kPointMax) return std::nullopt;
    exponent = down ? -*size : *size;
    text = text.substr(0, at);
  }
  const auto at = text.find('.');
  const std::string_view left = text.substr(0, at);
  const std::string_view right = at == std::string_view::npos ? std::string_view{} : text.substr(at + 1);
  if ((!left.empty() && !is_number(left)) || (!right.empty() && !is_number(right)) || (left.empty() && right.empty()))
    return std::nullopt;
  number.digits = std::string(left).append(right);
  number.point = static_cast<int>(left.size()) + exponent;
  const std::size_t zeros = std::min(number.digits.find_first_not_of('0'), number.digits.size());
  number.digits.erase(0, zeros);
  number.point -= static_cast<int>(zeros);
  while (number.digits.ends_with('0')) number.digits.pop_back();
  return number;
}

// Half up at the last digit that Excel shows.
void round_as_shown(Digits& number) {
  const bool up = number.digits[kExcelDigits] >= '5';
  number.digits.resize(kExcelDigits);
  std::size_t at = kExcelDigits;
  while (up && at > 0 && number.digits[at - 1] == '9') number.digits[--at] = '0';
  if (up && at > 0) ++number.digits[at - 1];
  if (up && at == 0) {
    number.digits.insert(0, 1, '1');
    ++number.point;
  }
  while (number.digits.ends_with('0')) number.digits.pop_back();
}

std::string plain(const Digits& number) {
  const int size = static_cast<int>(number.digits.size());
  std::string text = number.negative ? "-" : "";
  text += number.point > 0 ? number.digits.substr(0, static_cast<std::size_t>(std::min(number.point, size))) : "0";
  if (number.point > size) text.append(static_cast<std::size_t>(number.point - size), '0');
  if (number.point >= size) return text;
  text += '.';
  if (number.point < 0) text.append(static_cast<std::size_t>(-number.point), '0');
  return text + number.digits.substr(static_cast<std::size_t>(std::max(number.point, 0)));
}

}  // namespace

std::string number_in(std::string_view cell) {
  std::string text = domain::plain_text(cell);
  std::string joined = text;
  std::erase(joined, ' ');
  const auto parts = parts_of(joined, '-');
  if (parts.size() != 2) return text;
  const auto heat = whole<std::uint16_t>(parts[0]);
  const auto station = whole<std::uint16_t>(parts[1]);
  return heat && station ? wire::start_number(*heat, *station) : text;
}

std::optional<std::string> number_of_date(std::string_view cell) {
  const std::string text = domain::plain_text(cell);
  const auto parts = parts_of(text, '-');
  if (parts.size() != 3 || parts[0].size() != 4 || !is_number(parts[0])) return std::nullopt;
  const auto heat = whole<std::uint16_t>(parts[1]);
  const auto station = whole<std::uint16_t>(parts[2]);
  if (!heat || !station) return std::nullopt;
  return wire::start_number(*heat, *station);
}

MarkCell mark_in(std::string_view cell, bool from_workbook) {
  MarkCell result;
  auto number = digits_of(domain::plain_text(cell), from_workbook);
  if (!number) {
    result.defect = MarkDefect::kNotANumber;
    return result;
  }
  result.rounded = from_workbook && number->digits.size() > kExcelDigits;
  if (result.rounded) round_as_shown(*number);
  constexpr int kWholeMax = 9;
  if (number->point > kWholeMax) {
    result.defect = MarkDefect::kTooLarge;
    return result;
  }
  const auto mark = Decimal::parse(number->digits.empty() ? "0" : plain(*number));
  if (mark) {
    result.mark = *mark;
  } else {
    result.defect = MarkDefect::kTooPrecise;
  }
  return result;
}

std::optional<std::uint32_t> seconds_in(std::string_view cell) {
  const std::string text = domain::plain_text(cell);
  const auto parts = parts_of(text, ':');
  if (parts.empty() || parts.size() > 3) return std::nullopt;
  std::uint64_t seconds = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto part = whole<std::uint32_t>(parts[i]);
    if (!part || (i > 0 && (*part >= 60 || parts[i].size() != 2))) return std::nullopt;
    seconds = seconds * 60 + *part;
  }
  if (seconds > kSecondsMax) return std::nullopt;
  return static_cast<std::uint32_t>(seconds);
}

std::optional<Presence> presence_in(std::string_view cell) {
  const std::string key = domain::match_key(cell);
  if (key.empty()) return Presence::kCompeted;
  const auto found = std::ranges::find(kPresenceWords, key, &std::pair<std::string_view, Presence>::first);
  if (found == kPresenceWords.end()) return std::nullopt;
  return found->second;
}

}  // namespace naadam::scoring
