// Reads required keys out of a TOML table, remembers the first mistake with its line, and refuses unknown keys.
//
// Getters never fail half-way: on a mistake they report it and give an empty value, so a parser reads straight down
// and asks once, at the end, whether all was well. Private to domain; toml++ stays out of the public headers.
#pragma once

#include <toml++/toml.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "domain/calendar.hpp"

namespace naadam::domain {

// The first mistake of one file, as the person will read it.
class TomlReport {
 public:
  explicit TomlReport(std::string_view file) : file_(file) {}
  // `where` is "[entry] closes"; `what` says what is allowed.
  void mistake(std::uint32_t line, std::string_view where, std::string_view what);
  bool ok() const { return !first_; }
  const core::Error& first() const { return *first_; }

 private:
  std::string file_;
  std::optional<core::Error> first_;
};

// Errors: kInvalid naming file, line and column.
core::Result<toml::table> parse_toml(std::string_view text, std::string_view file_name);

class TomlReader {
 public:
  // `name` is how the table is shown: "[entry]", "[[event]] 第 3 个". Both references must outlive the reader.
  TomlReader(TomlReport& report, const toml::table& table, std::string name);

  std::string text(std::string_view key, std::size_t code_points_max = 200);
  // "" when absent.
  std::string optional_text(std::string_view key);
  std::string choice(std::string_view key, const std::vector<std::string_view>& allowed);
  int integer(std::string_view key, int min, int max);
  bool boolean(std::string_view key);
  Date date(std::string_view key);
  core::Millis instant(std::string_view key);
  // "21:00" as minutes after midnight.
  std::uint16_t minutes(std::string_view key);
  // Empty when absent and not required.
  std::vector<std::string> texts(std::string_view key, bool required = true);
  std::vector<Date> dates(std::string_view key);
  TomlReader table(std::string_view key);
  // [[key]]; at least one, or where not required none.
  std::vector<TomlReader> tables(std::string_view key, bool required = true);

  // Refuses every key that no getter asked for, then the first that was asked for and missing (a mistyped key is both,
  // and its own line is what helps). Call last.
  void finish();
  void mistake(std::string_view key, std::string_view what);

 private:
  const toml::node* find(std::string_view key);
  const toml::node* require(std::string_view key);
  const std::string* text_node(std::string_view key);

  TomlReport& report_;
  const toml::table& table_;
  std::string name_;
  std::vector<std::string_view> asked_;
  std::string_view missing_;
};

}  // namespace naadam::domain
