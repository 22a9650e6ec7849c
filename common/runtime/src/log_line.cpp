// The text of a log line. Pure; the writer is in log.cpp.
#include <fmt/format.h>

#include <array>
#include <cmath>
#include <ctime>
#include <iterator>

#include "runtime/log.hpp"

namespace naadam::runtime {
namespace {

constexpr std::array<std::string_view, 5> kLevelNames{"trace", "debug", "info", "warn", "error"};

bool continues(std::string_view text, std::size_t at) {
  return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80;
}

// Bytes of the well-formed UTF-8 sequence at the front of `text` (Unicode, table 3-7), 0 if there is none.
std::size_t sequence_bytes(std::string_view text) {
  const auto first = static_cast<unsigned char>(text[0]);
  const auto second = text.size() > 1 ? static_cast<unsigned char>(text[1]) : 0u;
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return continues(text, 1) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    const unsigned low = first == 0xE0 ? 0xA0 : 0x80;
    const unsigned high = first == 0xED ? 0x9F : 0xBF;
    return second >= low && second <= high && continues(text, 2) ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    const unsigned low = first == 0xF0 ? 0x90 : 0x80;
    const unsigned high = first == 0xF4 ? 0x8F : 0xBF;
    return second >= low && second <= high && continues(text, 2) && continues(text, 3) ? 4 : 0;
  }
  return 0;
}

void append_time(std::string& out, std::int64_t unix_ms) {
  const std::time_t seconds = static_cast<std::time_t>(unix_ms / 1000);
  std::tm utc{};
  ::gmtime_r(&seconds, &utc);
  fmt::format_to(std::back_inserter(out), "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", utc.tm_year + 1900,
                 utc.tm_mon + 1, utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec, unix_ms % 1000);
}

void append_text(std::string& out, std::string_view text) {
  out += '"';
  json_escape_into(out, text);
  out += '"';
}

struct AppendValue {
  std::string& out;
  void operator()(std::int64_t v) const { fmt::format_to(std::back_inserter(out), "{}", v); }
  void operator()(std::uint64_t v) const { fmt::format_to(std::back_inserter(out), "{}", v); }
  void operator()(double v) const {
    if (std::isfinite(v)) {
      fmt::format_to(std::back_inserter(out), "{}", v);
    } else {
      out += "null";  // JSON has no infinity
    }
  }
  void operator()(bool v) const { out += v ? "true" : "false"; }
  void operator()(const core::Id& v) const { append_text(out, core::to_hex(v)); }
  void operator()(std::string_view v) const { append_text(out, v); }
};

}  // namespace

void json_escape_into(std::string& out, std::string_view text) {
  while (!text.empty()) {
    const auto c = static_cast<unsigned char>(text[0]);
    const std::size_t n = sequence_bytes(text);
    if (n == 0) {
      out += "\xEF\xBF\xBD";
    } else if (c == '"' || c == '\\') {
      out += '\\';
      out += text[0];
    } else if (c == '\n') {
      out += "\\n";
    } else if (c < 0x20 || c == 0x7F) {
      fmt::format_to(std::back_inserter(out), "\\u{:04x}", c);
    } else {
      out += text.substr(0, n);
    }
    text.remove_prefix(n == 0 ? 1 : n);
  }
}

std::string log_line(std::int64_t unix_ms, Level level, std::string_view service, std::string_view event, Fields fields,
                     std::uint64_t repeated) {
  std::string line = "{\"ts\":\"";
  append_time(line, unix_ms);
  line += "\",\"level\":\"";
  line += kLevelNames[static_cast<std::size_t>(level)];
  line += "\",\"service\":";
  append_text(line, service);
  line += ",\"event\":";
  append_text(line, event);
  for (const Field& field : fields) {
    line += ',';
    append_text(line, field.key);
    line += ':';
    std::visit(AppendValue{line}, field.value);
  }
  if (repeated > 0) fmt::format_to(std::back_inserter(line), ",\"repeated\":{}", repeated);
  line += '}';
  return line;
}

std::optional<Level> level_from(std::string_view word) {
  for (std::size_t i = 0; i < kLevelNames.size(); ++i) {
    if (kLevelNames[i] == word) return static_cast<Level>(i);
  }
  return std::nullopt;
}

}  // namespace naadam::runtime
