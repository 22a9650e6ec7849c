// One declared option: its names, what it allows, and how a text becomes its value.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "runtime/options.hpp"

namespace naadam::runtime {

// What a TOML value of it looks like.
enum class OptionKind { kInteger, kReal, kBoolean, kText };

struct Options::Option {
  std::string name;
  std::string about;
  std::string allowed;  // for messages and comments: "1..65535", "true|false", "zh-CN|en"
  OptionKind kind = OptionKind::kText;
  std::function<bool(const std::string&)> set;  // false: not allowed, field unchanged
  std::function<std::string()> get;             // present value, as set() reads it
  std::string source = "default";
  std::string flag_value;  // filled by CLI11
  std::function<bool()> flag_given;

  std::string flag() const;         // --http-port
  std::string environment() const;  // NAADAM_HTTP_PORT
  std::string table() const;        // http, or empty
  std::string key() const;          // port
};

}  // namespace naadam::runtime
