// Logs: one JSON object a line, written by spdlog on a thread of its own.
//
//   {"ts":"2021-06-20T02:00:00.123Z","level":"info","service":"intake","event":"upload.stored","upload":"0f3a…","rows":300}
//
// The call takes typed fields, and no std::string among them: a name or a phone number has no way in by accident.
// Event and field names, and words as values, are literals of the program; ids are printed as hex; a run-time text
// must be wrapped in `Safe`, by which its author says that it holds nothing about a person (a path, an error's
// cause). A trace id is the field made by trace().
//
// The same warning or error again within 10 s is counted, not written; the next line of that event says "repeated":n,
// and so does a last line at stop(). A full queue (8192 lines) makes the caller wait: nothing is lost.
// Thread: log_* from any; start() and stop() from the main thread. Before start(), lines of warn and above go to
// standard error.
#pragma once

#include <concepts>
#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "core/id.hpp"
#include "core/result.hpp"

namespace naadam::runtime {

enum class Level { kTrace, kDebug, kInfo, kWarn, kError };

// A literal of the program; anything made at run time does not compile.
struct Literal {
  template <std::size_t n>
  consteval Literal(const char (&text)[n]) : view(text, n - 1) {}  // NOLINT: implicit on purpose
  std::string_view view;
};

// The caller vouches: no personal data in it.
struct Safe {
  explicit Safe(std::string_view text) : view(text) {}
  std::string_view view;
};

// key=value. The value must live until the log call returns.
struct Field {
  using Value = std::variant<std::int64_t, std::uint64_t, double, bool, core::Id, std::string_view>;

  template <std::signed_integral T>
  Field(Literal k, T v) : key(k.view), value(static_cast<std::int64_t>(v)) {}
  template <std::unsigned_integral T>
    requires(!std::same_as<T, bool>)
  Field(Literal k, T v) : key(k.view), value(static_cast<std::uint64_t>(v)) {}
  template <std::same_as<bool> T>
  Field(Literal k, T v) : key(k.view), value(v) {}
  Field(Literal k, double v) : key(k.view), value(v) {}
  Field(Literal k, const core::Id& v) : key(k.view), value(v) {}
  Field(Literal k, Literal v) : key(k.view), value(v.view) {}
  Field(Literal k, Safe v) : key(k.view), value(v.view) {}

  std::string_view key;
  Value value;
};

inline Field trace(const core::Id& id) { return {"trace", id}; }
// The log's half of an error: kind and cause as two fields.
inline Field cause(const core::Error& error) { return {"cause", Safe{error.cause}}; }
inline Field kind(const core::Error& error) { return {"kind", Safe{core::error_kind_name(error.kind)}}; }

using Fields = std::initializer_list<Field>;

void log(Level level, Literal event, Fields fields = {});
inline void log_debug(Literal event, Fields fields = {}) { log(Level::kDebug, event, fields); }
inline void log_info(Literal event, Fields fields = {}) { log(Level::kInfo, event, fields); }
inline void log_warn(Literal event, Fields fields = {}) { log(Level::kWarn, event, fields); }
inline void log_error(Literal event, Fields fields = {}) { log(Level::kError, event, fields); }
// Every one is written: for lines whose number its author bounds, and where two of one event are not the same.
void log_each(Level level, Literal event, Fields fields = {});

// Starts the writer. `file` empty: standard error; else appended, mode 0600. kUnavailable when it cannot be opened.
core::Status log_start(std::string_view service, Level level, const std::filesystem::path& file);
void log_stop();  // writes what is queued; log calls afterwards go as before start()

// nullopt for a word that is no level.
std::optional<Level> level_from(std::string_view word);

// One finished line, without the newline. Pure; for tests and tools.
std::string log_line(std::int64_t unix_ms, Level level, std::string_view service, std::string_view event, Fields fields,
                     std::uint64_t repeated = 0);

// Appends `text` as the inside of a JSON string (RFC 8259): quotes, backslash and controls escaped, every byte that is
// no part of valid UTF-8 replaced by U+FFFD.
void json_escape_into(std::string& out, std::string_view text);

}  // namespace naadam::runtime
