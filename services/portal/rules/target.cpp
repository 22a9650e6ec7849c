#include "portal/rules/target.hpp"

#include <algorithm>
#include <utility>

namespace naadam::portal {
namespace {

int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// RFC 3629: shortest forms only, no surrogates, nothing above U+10FFFF.
bool is_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto lead = static_cast<unsigned char>(text[at]);
    const std::size_t more = lead < 0x80 ? 0 : lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
    if ((lead >= 0x80 && lead < 0xC2) || lead > 0xF4 || text.size() - at <= more) return false;
    for (std::size_t i = 1; i <= more; ++i) {
      if ((static_cast<unsigned char>(text[at + i]) & 0xC0) != 0x80) return false;
    }
    const auto second = more == 0 ? 0u : static_cast<unsigned char>(text[at + 1]);
    if ((lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F) || (lead == 0xF0 && second < 0x90) ||
        (lead == 0xF4 && second > 0x8F)) {
      return false;
    }
    at += more + 1;
  }
  return true;
}

bool read_query(std::string_view text, Query& query) {
  while (!text.empty()) {
    const std::string_view one = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(one.size() + 1, text.size()));
    const std::size_t equals = one.find('=');
    auto name = percent_decoded(one.substr(0, equals));
    auto value = percent_decoded(equals == std::string_view::npos ? std::string_view() : one.substr(equals + 1));
    if (!name || !value) return false;
    query[std::move(*name)] = std::move(*value);
    if (query.size() > kQueryParamsMax) return false;
  }
  return true;
}

}  // namespace

std::optional<std::string> percent_decoded(std::string_view text) {
  std::string plain;
  for (std::size_t at = 0; at < text.size(); ++at) {
    char c = text[at];
    if (c == '%') {
      const int high = at + 2 < text.size() ? digit(text[at + 1]) : -1, low = high < 0 ? -1 : digit(text[at + 2]);
      if (low < 0) return std::nullopt;
      c = static_cast<char>(high * 16 + low);
      at += 2;
    }
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) return std::nullopt;
    plain += c;
  }
  return is_utf8(plain) ? std::optional(std::move(plain)) : std::nullopt;
}

std::optional<Target> parse_target(std::string_view text) {
  if (!text.starts_with('/') || text.size() > kTargetBytesMax) return std::nullopt;
  Target target;
  const std::size_t question = text.find('?');
  if (question != std::string_view::npos && !read_query(text.substr(question + 1), target.query)) return std::nullopt;
  std::string_view path = text.substr(1, question == std::string_view::npos ? question : question - 1);
  while (!path.empty()) {
    const std::size_t slash = path.find('/');
    auto segment = percent_decoded(path.substr(0, slash));
    if (!segment || *segment == "." || *segment == "..") return std::nullopt;
    target.segments.push_back(std::move(*segment));
    if (slash == std::string_view::npos) break;
    path.remove_prefix(slash + 1);
    if (path.empty()) target.segments.emplace_back();  // "/a/" is not "/a"
  }
  return target;
}

}  // namespace naadam::portal
