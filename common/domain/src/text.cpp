#include "domain/text.hpp"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <cstdint>

namespace naadam::domain {
namespace {

constexpr char32_t kDrop = 0xFFFFFFFE;
constexpr char32_t kMiddleDot = 0x00B7;

bool is_continuation(char c) { return (static_cast<std::uint8_t>(c) & 0xC0) == 0x80; }

// Ordinary Han characters, U+4000 to U+9FFF: three bytes that nothing changes.
bool is_han_at(std::string_view s, std::size_t i) {
  const auto lead = static_cast<std::uint8_t>(s[i]);
  return lead >= 0xE4 && lead <= 0xE9 && i + 2 < s.size() && is_continuation(s[i + 1]) && is_continuation(s[i + 2]);
}

bool is_plain_ascii(char c) { return c > ' ' && c < 0x7F && c != '[' && c != ']' && c != '{' && c != '}'; }

// How many leading bytes are already as plain_text() would leave them.
std::size_t clean_bytes(std::string_view s) {
  std::size_t i = 0;
  while (i < s.size()) {
    if (is_plain_ascii(s[i])) {
      ++i;
    } else if (s[i] == ' ' && i > 0 && s[i - 1] != ' ' && i + 1 < s.size()) {
      ++i;
    } else if (is_han_at(s, i)) {
      i += 3;
    } else if (s.substr(i, 2) == "\xC2\xB7") {
      i += 2;
    } else {
      break;
    }
  }
  // A blank just before the first odd character may have to merge with it.
  return i < s.size() && i > 0 && s[i - 1] == ' ' ? i - 1 : i;
}

bool is_zero_width(char32_t c) {
  return c == 0x00AD || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) ||
         (c >= 0xFE00 && c <= 0xFE0F) || c == 0xFEFF || (c >= 0xE0100 && c <= 0xE01EF);
}

bool is_blank(char32_t c) {
  return c <= 0x20 || (c >= 0x7F && c <= 0xA0) || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 ||
         c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

bool is_middle_dot(char32_t c) {
  return c == kMiddleDot || c == 0x0387 || c == 0x16EB || c == 0x2022 || c == 0x2024 || c == 0x2027 || c == 0x2219 ||
         c == 0x22C5 || c == 0x2E31 || c == 0x2E33 || c == 0x30FB || c == 0xFF65 || c == 0x10101;
}

bool is_dash(char32_t c) {
  return (c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0x2E3A || c == 0x2E3B || c == 0xFE58 || c == 0xFE63 ||
         c == 0xFF0D;
}

char32_t bracket(char32_t c) {
  switch (c) {
    case '[':
    case '{':
    case 0x3010:
    case 0x3014:
    case 0x3016:
    case 0x3018:
    case 0x2768:
      return '(';
    case ']':
    case '}':
    case 0x3011:
    case 0x3015:
    case 0x3017:
    case 0x3019:
    case 0x2769:
      return ')';
    default:
      return c;
  }
}

char32_t fold_form(char32_t c) {
  if (is_blank(c)) return ' ';
  if (is_zero_width(c)) return kDrop;
  if (is_middle_dot(c)) return kMiddleDot;
  if (is_dash(c)) return '-';
  if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFEE0;
  return bracket(c);
}

// Blocks that real cells are full of and that NFKC leaves alone: up to the C1 controls, Mongolian, Hiragana but its
// voiced marks, Han, Hangul.
bool wants_nfkc(char32_t c) {
  return !(c < 0xA8 || (c >= 0x1800 && c <= 0x18AF) || (c >= 0x3041 && c <= 0x3096) || (c >= 0x3400 && c <= 0x9FFF) ||
           (c >= 0xAC00 && c <= 0xD7A3));
}

void append(std::string& out, char32_t c) {
  std::uint8_t bytes[U8_MAX_LENGTH];
  std::int32_t n = 0;
  U8_APPEND_UNSAFE(bytes, n, c);
  out.append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(n));
}

char32_t next_code_point(std::string_view s, std::int32_t& i) {
  UChar32 c;
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(s.data());
  U8_NEXT_OR_FFFD(bytes, i, static_cast<std::int32_t>(s.size()), c);
  return static_cast<char32_t>(c);
}

// `out` already ends with the clean start of `s`. Says whether a character was met that only NFKC knows.
bool fold_into(std::string& out, std::string_view s, std::size_t from) {
  bool rare = false;
  bool blank_due = false;
  for (auto i = static_cast<std::int32_t>(from); i < static_cast<std::int32_t>(s.size());) {
    const char32_t c = fold_form(next_code_point(s, i));
    if (c == kDrop) continue;
    if (c == ' ') {
      blank_due = !out.empty();
      continue;
    }
    if (blank_due) out.push_back(' ');
    blank_due = false;
    rare = rare || (c != kMiddleDot && wants_nfkc(c));
    append(out, c);
  }
  return rare;
}

std::string nfkc(const std::string& text) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* normalizer = icu::Normalizer2::getNFKCInstance(status);
  if (U_FAILURE(status)) return text;
  std::string out;
  icu::StringByteSink<std::string> sink(&out);
  normalizer->normalizeUTF8(0, text, sink, nullptr, status);
  return U_FAILURE(status) ? text : out;
}

bool is_ignored_in_keys(char c) {
  return c == ' ' || c == '(' || c == ')' || c == '-' || c == '_' || c == ':' || c == '*';
}

}  // namespace

std::string plain_text(std::string_view utf8) {
  const std::size_t clean = clean_bytes(utf8);
  if (clean == utf8.size()) return std::string(utf8);
  std::string out(utf8.substr(0, clean));
  out.reserve(utf8.size());
  if (!fold_into(out, utf8, clean)) return out;
  const std::string composed = nfkc(out);
  out.clear();
  fold_into(out, composed, 0);
  return out;
}

std::string match_key(std::string_view utf8) {
  const std::string plain = plain_text(utf8);
  std::string key;
  key.reserve(plain.size());
  bool rare = false;
  for (std::int32_t i = 0; i < static_cast<std::int32_t>(plain.size());) {
    const auto at = static_cast<std::size_t>(i);
    const char byte = plain[at];
    if (static_cast<std::uint8_t>(byte) < 0x80) {
      if (!is_ignored_in_keys(byte)) key.push_back(byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte + 32) : byte);
      ++i;
    } else if (is_han_at(plain, at)) {
      key.append(plain, at, 3);
      i += 3;
    } else {
      const char32_t c = next_code_point(plain, i);
      rare = true;
      if (c != kMiddleDot) append(key, static_cast<char32_t>(u_tolower(static_cast<UChar32>(c))));
    }
  }
  // What stood between a letter and its accent may be gone now.
  return rare ? nfkc(key) : key;
}

std::string name_text(std::string_view utf8) {
  const std::string plain = plain_text(utf8);
  std::string name;
  name.reserve(plain.size());
  for (std::int32_t i = 0; i < static_cast<std::int32_t>(plain.size());) {
    const char32_t c = next_code_point(plain, i);
    if (c != ' ') append(name, static_cast<char32_t>(u_toupper(static_cast<UChar32>(c))));
  }
  return name;
}

std::size_t code_points(std::string_view utf8) {
  std::size_t n = 0;
  for (const char c : utf8) n += is_continuation(c) ? 0 : 1;
  return n;
}

}  // namespace naadam::domain
