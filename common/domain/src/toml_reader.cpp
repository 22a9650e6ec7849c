#include "toml_reader.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "domain/text.hpp"

namespace naadam::domain {
namespace {

const toml::table kNoTable;

std::uint32_t line_of(const toml::node& node) { return static_cast<std::uint32_t>(node.source().begin.line); }

}  // namespace

void TomlReport::mistake(std::uint32_t line, std::string_view where, std::string_view what) {
  if (first_) return;
  first_ = core::Error{core::ErrorKind::kInvalid, fmt::format("{} 第 {} 行 {}：{}", file_, line, where, what),
                       fmt::format("edition file {} line {} at {}", file_, line, where)};
}

core::Result<toml::table> parse_toml(std::string_view text, std::string_view file_name) {
  try {
    return toml::parse(text, file_name);
  } catch (const toml::parse_error& error) {
    const auto at = error.source().begin;
    return core::fail(
        core::ErrorKind::kInvalid,
        fmt::format("{} 第 {} 行 第 {} 列：不是合法的 TOML（多为引号、方括号或等号缺失，或同一项写了两次）", file_name,
                    at.line, at.column),
        std::string(error.description()));
  }
}

TomlReader::TomlReader(TomlReport& report, const toml::table& table, std::string name)
    : report_(report), table_(table), name_(std::move(name)) {}

void TomlReader::mistake(std::string_view key, std::string_view what) {
  const toml::node* node = table_.get(key);
  const auto where = name_.empty() ? std::string(key) : key.empty() ? name_ : fmt::format("{} {}", name_, key);
  report_.mistake(std::max(1u, node != nullptr ? line_of(*node) : line_of(table_)), where, what);
}

const toml::node* TomlReader::find(std::string_view key) {
  asked_.push_back(key);
  return table_.get(key);
}

const toml::node* TomlReader::require(std::string_view key) {
  const toml::node* node = find(key);
  if (node == nullptr && missing_.empty()) missing_ = key;
  return node;
}

const std::string* TomlReader::text_node(std::string_view key) {
  const toml::node* node = require(key);
  if (node == nullptr) return nullptr;
  if (const auto* value = node->as_string()) return &value->get();
  mistake(key, "应为加双引号的文字");
  return nullptr;
}

std::string TomlReader::text(std::string_view key, std::size_t code_points_max) {
  const std::string* value = text_node(key);
  if (value == nullptr) return {};
  const std::size_t n = code_points(*value);
  if (n == 0 || n > code_points_max) mistake(key, fmt::format("应为 1 至 {} 个字", code_points_max));
  return *value;
}

std::string TomlReader::optional_text(std::string_view key) {
  return table_.get(key) == nullptr ? (asked_.push_back(key), std::string()) : text(key);
}

std::string TomlReader::choice(std::string_view key, const std::vector<std::string_view>& allowed) {
  const std::string* value = text_node(key);
  if (value == nullptr) return {};
  if (std::find(allowed.begin(), allowed.end(), *value) == allowed.end()) {
    mistake(key, fmt::format("只能是 {} 之一", fmt::join(allowed, "、")));
  }
  return *value;
}

int TomlReader::integer(std::string_view key, int min, int max) {
  const toml::node* node = require(key);
  if (node == nullptr) return min;
  const auto* value = node->as_integer();
  if (value != nullptr && value->get() >= min && value->get() <= max) return static_cast<int>(value->get());
  mistake(key, fmt::format("应为 {} 至 {} 的整数", min, max));
  return min;
}

bool TomlReader::boolean(std::string_view key) {
  const toml::node* node = require(key);
  if (node == nullptr) return false;
  if (const auto* value = node->as_boolean()) return value->get();
  mistake(key, "应为 true 或 false");
  return false;
}

Date TomlReader::date(std::string_view key) {
  const std::string* value = text_node(key);
  if (value == nullptr) return {};
  const auto date = parse_date(*value);
  if (!date || iso_date(*date) != *value) mistake(key, "应为日期，写作 \"2021-07-15\"");
  return date.value_or(Date{});
}

core::Millis TomlReader::instant(std::string_view key) {
  const std::string* value = text_node(key);
  if (value == nullptr) return 0;
  const auto instant = parse_instant(*value);
  if (!instant || value->size() < std::string_view("2021-07-15T18:00").size()) {
    mistake(key, "应为时刻，写作 \"2021-07-15T18:00+08:00\"");
  }
  return instant.value_or(0);
}

std::uint16_t TomlReader::minutes(std::string_view key) {
  const std::string* value = text_node(key);
  if (value == nullptr) return 0;
  const auto instant = value->size() == 5 ? parse_instant("1970-01-02T" + *value + "+00:00") : std::nullopt;
  if (instant) return static_cast<std::uint16_t>((*instant - kDayMs) / kMinuteMs);
  mistake(key, "应为 24 小时制的时间，写作 \"21:00\"");
  return 0;
}

std::vector<std::string> TomlReader::texts(std::string_view key, bool required) {
  std::vector<std::string> out;
  const toml::node* node = required ? require(key) : find(key);
  if (node == nullptr) return out;
  const auto* array = node->as_array();
  if (array == nullptr) {
    mistake(key, "应为方括号里的一列文字，写作 [\"甲\", \"乙\"]");
    return out;
  }
  for (const toml::node& item : *array) {
    if (const auto* value = item.as_string(); value != nullptr && !value->get().empty()) {
      out.push_back(value->get());
    } else {
      report_.mistake(line_of(item), fmt::format("{} {}", name_, key), "各项都应为加双引号的文字，且不为空");
    }
  }
  return out;
}

std::vector<Date> TomlReader::dates(std::string_view key) {
  std::vector<Date> out;
  for (const std::string& value : texts(key)) {
    const auto date = parse_date(value);
    if (date && iso_date(*date) == value) {
      out.push_back(*date);
      continue;
    }
    const toml::array& array = *table_.get(key)->as_array();
    const auto at = std::find_if(array.begin(), array.end(), [&](const toml::node& item) {
      return item.as_string() != nullptr && item.as_string()->get() == value;
    });
    report_.mistake(line_of(*at), fmt::format("{} {}", name_, key), "各项都应为日期，写作 \"2021-07-15\"");
  }
  return out;
}

TomlReader TomlReader::table(std::string_view key) {
  const toml::node* node = find(key);
  const auto shown = fmt::format("[{}]", key);
  if (node == nullptr || node->as_table() == nullptr) {
    report_.mistake(node == nullptr ? 1 : line_of(*node), shown, "缺少这一节");
    return {report_, kNoTable, shown};
  }
  return {report_, *node->as_table(), shown};
}

std::vector<TomlReader> TomlReader::tables(std::string_view key, bool required) {
  std::vector<TomlReader> out;
  const toml::node* node = find(key);
  if (node == nullptr && !required) return out;
  const auto shown = fmt::format("[[{}]]", key);
  const toml::array* array = node == nullptr ? nullptr : node->as_array();
  if (array == nullptr || array->empty() || !array->is_homogeneous(toml::node_type::table)) {
    report_.mistake(node == nullptr ? 1 : line_of(*node), shown, "至少要有一节");
    return out;
  }
  for (const toml::node& item : *array) {
    out.push_back({report_, *item.as_table(), fmt::format("{} 第 {} 个", shown, out.size() + 1)});
  }
  return out;
}

void TomlReader::finish() {
  for (const auto& [key, node] : table_) {
    if (std::find(asked_.begin(), asked_.end(), key.str()) != asked_.end()) continue;
    mistake(key.str(), fmt::format("不认识的项；这里可以有：{}", fmt::join(asked_, "、")));
  }
  if (!missing_.empty()) mistake(missing_, "缺少这一项");
}

}  // namespace naadam::domain
