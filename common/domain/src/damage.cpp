#include "damage.hpp"

#include <algorithm>

#include "domain/text.hpp"

namespace naadam::domain::damage {
namespace {

std::size_t digits_at(std::string_view s, std::size_t from) {
  std::size_t n = 0;
  while (from + n < s.size() && is_digit(s[from + n])) ++n;
  return n;
}

}  // namespace

bool is_scientific(std::string_view s) {
  std::size_t i = digits_at(s, 0);
  if (i == 0) return false;
  if (i < s.size() && s[i] == '.') i += 1 + digits_at(s, i + 1);
  if (i >= s.size() || s[i] != 'E') return false;
  ++i;
  if (i < s.size() && s[i] == '+') ++i;
  const std::size_t exponent = digits_at(s, i);
  return exponent >= 1 && exponent <= 2 && i + exponent == s.size();
}

std::string compact_upper(std::string_view text) {
  const auto is_clean = [](char c) { return is_digit(c) || is_letter(c); };
  if (std::all_of(text.begin(), text.end(), is_clean)) return std::string(text);
  std::string out = plain_text(text);
  std::erase_if(out, [](char c) { return c == ' ' || c == '-'; });
  for (char& c : out) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  }
  return out;
}

}  // namespace naadam::domain::damage
