#include "option.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace naadam::runtime {
namespace {

template <class T>
bool parse_whole(const std::string& text, T& value) {
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  return code == std::errc() && end == text.data() + text.size();
}

template <class T>
Options::Option integer_option(std::string name, T* field, IntRange range, std::string about) {
  Options::Option option;
  option.name = std::move(name);
  option.about = std::move(about);
  option.allowed = fmt::format("{}..{}", range.min, range.max);
  option.kind = OptionKind::kInteger;
  option.set = [field, range](const std::string& text) {
    std::int64_t value = 0;
    if (!parse_whole(text, value) || value < range.min || value > range.max) return false;
    *field = static_cast<T>(value);
    return true;
  };
  option.get = [field] { return std::to_string(*field); };
  return option;
}

std::string with(std::string text, char from, char to) {
  std::replace(text.begin(), text.end(), from, to);
  return text;
}

}  // namespace

std::string Options::Option::flag() const { return "--" + with(with(name, '.', '-'), '_', '-'); }
std::string Options::Option::environment() const {
  std::string upper = with(name, '.', '_');
  std::transform(upper.begin(), upper.end(), upper.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return "NAADAM_" + upper;
}
std::string Options::Option::table() const {
  const auto dot = name.find('.');
  return dot == std::string::npos ? std::string() : name.substr(0, dot);
}
std::string Options::Option::key() const {
  const auto dot = name.find('.');
  return dot == std::string::npos ? name : name.substr(dot + 1);
}

void Options::integer(std::string name, std::int64_t* field, IntRange range, std::string about) {
  declare(integer_option(std::move(name), field, range, std::move(about)));
}
void Options::integer(std::string name, std::uint16_t* field, IntRange range, std::string about) {
  declare(integer_option(std::move(name), field, range, std::move(about)));
}
void Options::integer(std::string name, std::uint32_t* field, IntRange range, std::string about) {
  declare(integer_option(std::move(name), field, range, std::move(about)));
}

void Options::real(std::string name, double* field, RealRange range, std::string about) {
  Option option;
  option.name = std::move(name);
  option.about = std::move(about);
  option.allowed = fmt::format("{}..{}", range.min, range.max);
  option.kind = OptionKind::kReal;
  option.set = [field, range](const std::string& text) {
    double value = 0;
    if (!parse_whole(text, value) || !(value >= range.min && value <= range.max)) return false;
    *field = value;
    return true;
  };
  option.get = [field] { return fmt::format("{}", *field); };
  declare(std::move(option));
}

void Options::boolean(std::string name, bool* field, std::string about) {
  Option option;
  option.name = std::move(name);
  option.about = std::move(about);
  option.allowed = "true|false";
  option.kind = OptionKind::kBoolean;
  option.set = [field](const std::string& text) {
    if (text != "true" && text != "false") return false;
    *field = text == "true";
    return true;
  };
  option.get = [field] { return *field ? "true" : "false"; };
  declare(std::move(option));
}

void Options::choice(std::string name, std::string* field, std::vector<std::string> allowed, std::string about) {
  Option option;
  option.name = std::move(name);
  option.about = std::move(about);
  option.allowed = fmt::format("{}", fmt::join(allowed, "|"));
  option.set = [field, allowed = std::move(allowed)](const std::string& text) {
    if (std::find(allowed.begin(), allowed.end(), text) == allowed.end()) return false;
    *field = text;
    return true;
  };
  option.get = [field] { return *field; };
  declare(std::move(option));
}

void Options::text(std::string name, std::string* field, std::size_t bytes_max, std::string about) {
  Option option;
  option.name = std::move(name);
  option.about = std::move(about);
  option.allowed = fmt::format("at most {} bytes", bytes_max);
  option.set = [field, bytes_max](const std::string& text) {
    if (text.size() > bytes_max || text.find('\0') != std::string::npos) return false;
    *field = text;
    return true;
  };
  option.get = [field] { return *field; };
  declare(std::move(option));
}

void Options::path(std::string name, std::filesystem::path* field, std::string about) {
  Option option;
  option.name = std::move(name);
  option.about = std::move(about);
  option.allowed = "a path of at most 4095 bytes";
  option.set = [field](const std::string& text) {
    if (text.size() > 4'095 || text.find('\0') != std::string::npos) return false;
    *field = text;
    return true;
  };
  option.get = [field] { return field->string(); };
  declare(std::move(option));
}

}  // namespace naadam::runtime
