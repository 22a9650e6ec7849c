#include "runtime/options.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cstdlib>
#include <set>

#include "option.hpp"

namespace naadam::runtime {
namespace {

using core::ErrorKind;

// Tables of one shared file that belong to other programs and are passed over.
constexpr std::array<std::string_view, 10> kServiceTables{
    "portal", "intake", "eligibility", "scheduling", "scoring", "notification", "notary", "cli", "edition", "up"};

bool of_another_service(std::string_view table) {
  return std::find(kServiceTables.begin(), kServiceTables.end(), table) != kServiceTables.end();
}

// As set() of the option reads it; nullopt: a value of another TOML type.
std::optional<std::string> text_of(const toml::node& value, OptionKind kind) {
  switch (kind) {
    case OptionKind::kInteger:
      if (const auto* v = value.as_integer()) return std::to_string(v->get());
      break;
    case OptionKind::kReal:
      if (const auto* v = value.as_integer()) return std::to_string(v->get());
      if (const auto* v = value.as_floating_point()) return fmt::format("{}", v->get());
      break;
    case OptionKind::kBoolean:
      if (const auto* v = value.as_boolean()) return v->get() ? "true" : "false";
      break;
    case OptionKind::kText:
      if (const auto* v = value.as_string()) return v->get();
      break;
  }
  return std::nullopt;
}

std::string place(const std::filesystem::path& file, const toml::source_region& at) {
  return fmt::format("{}:{}", file.string(), at.begin.line);
}

// A TOML basic string.
std::string toml_string(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20 || byte == 0x7f) {
      out += fmt::format("\\u{:04x}", byte);
    } else {
      out += c;
    }
  }
  return out + "\"";
}

}  // namespace

Options::Options(std::string program, std::string about)
    : program_(std::move(program)),
      about_(std::move(about)),
      getenv_([](const char* name) { return std::getenv(name); }) {}
Options::~Options() = default;

void Options::declare(Option option) { options_.push_back(std::move(option)); }

core::Status Options::apply(Option& option, const std::string& value, std::string source) {
  if (!option.set(value)) {
    // The value itself is left out: a password may have been typed into the wrong place.
    return core::fail(ErrorKind::kInvalid,
                      fmt::format("{}：选项 {} 的值不被接受，允许 {}", source, option.name, option.allowed),
                      fmt::format("{}: option {} must be {}", source, option.name, option.allowed));
  }
  option.source = std::move(source);
  return {};
}

core::Status Options::read_file(const std::filesystem::path& file) {
  toml::table all;
  try {
    all = toml::parse_file(file.string());
  } catch (const toml::parse_error& error) {
    const std::string where = place(file, error.source());
    return core::fail(ErrorKind::kInvalid, fmt::format("无法读取配置文件 {}（{}）", where, error.description()),
                      fmt::format("{}: {}", where, error.description()));
  }
  std::set<std::string> own_tables;
  for (const auto& option : options_) own_tables.insert(option.table());

  const auto take = [&](const std::string& table, const toml::key& key, const toml::node& value) -> core::Status {
    const std::string name = table.empty() ? std::string(key.str()) : table + "." + std::string(key.str());
    const auto found = std::find_if(options_.begin(), options_.end(), [&](const Option& o) { return o.name == name; });
    const std::string where = place(file, key.source());
    if (found == options_.end() && shared_.contains(table)) return {};
    if (found == options_.end()) {
      return core::fail(ErrorKind::kInvalid,
                        fmt::format("{}：没有名为 {} 的选项，请检查拼写（--help 列出全部选项）", where, name),
                        fmt::format("{}: unknown option {}", where, name));
    }
    const auto text = text_of(value, found->kind);
    if (!text) {
      return core::fail(ErrorKind::kInvalid,
                        fmt::format("{}：选项 {} 的值类型不对，允许 {}", where, name, found->allowed),
                        fmt::format("{}: option {} has the wrong type, must be {}", where, name, found->allowed));
    }
    return apply(*found, *text, where);
  };

  for (const auto& [key, value] : all) {
    const auto* table = value.as_table();
    const std::string name(key.str());
    if (table == nullptr) {
      if (auto done = take("", key, value); !done) return done;
    } else if (own_tables.contains(name) || !of_another_service(name)) {
      for (const auto& [inner, inner_value] : *table) {
        if (auto done = take(name, inner, inner_value); !done) return done;
      }
    }
  }
  return {};
}

void Options::add_flags(CLI::App& app) {
  app.add_option("--config", config_file_, "TOML file with these options (NAADAM_CONFIG)")->type_name("FILE");
  app.add_flag("--print-config", print_config_, "print all options in force as TOML, and stop");
  for (auto& option : options_) {
    const std::string help =
        fmt::format("{} [{}; default {}; {}]", option.about, option.allowed, option.get(), option.environment());
    auto* flag = option.kind == OptionKind::kBoolean ? app.add_flag(option.flag(), option.flag_value, help)
                                                     : app.add_option(option.flag(), option.flag_value, help);
    if (!option.table().empty()) flag->group(option.table());
    option.flag_given = [flag] { return flag->count() > 0; };
  }
}

core::Result<Options::Parsed> Options::resolve() {
  if (config_file_.empty()) {
    if (const char* file = getenv_("NAADAM_CONFIG")) config_file_ = file;
  }
  if (!config_file_.empty()) {
    if (auto done = read_file(config_file_); !done) return tl::unexpected(done.error());
  }
  for (auto& option : options_) {
    const std::string variable = option.environment();
    if (const char* value = getenv_(variable.c_str())) {
      if (auto done = apply(option, value, variable); !done) return tl::unexpected(done.error());
    }
  }
  for (auto& option : options_) {
    if (!option.flag_given || !option.flag_given()) continue;
    if (auto done = apply(option, option.flag_value, option.flag()); !done) return tl::unexpected(done.error());
  }
  if (print_config_) return Parsed{Outcome::kPrinted, to_toml()};
  return Parsed{};
}

core::Result<Options::Parsed> Options::parse(int argc, const char* const* argv) {
  CLI::App app(about_, program_);
  add_flags(app);
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    return Parsed{Outcome::kPrinted, app.help()};
  } catch (const CLI::ParseError& error) {
    return core::fail(ErrorKind::kInvalid, fmt::format("命令行有误（{}），--help 列出全部选项", error.what()),
                      error.what());
  }
  return resolve();
}

std::string Options::to_toml() const {
  std::vector<const Option*> ordered;
  for (const auto& option : options_) ordered.push_back(&option);
  // By table, and within one as declared: the pointers go into one vector.
  std::sort(ordered.begin(), ordered.end(),
            [](const Option* a, const Option* b) { return std::pair(a->table(), a) < std::pair(b->table(), b); });
  std::string out;
  std::string table;
  for (const Option* option : ordered) {
    if (option->table() != table) {
      table = option->table();
      out += fmt::format("\n[{}]\n", table);
    }
    const std::string value = option->kind == OptionKind::kText ? toml_string(option->get()) : option->get();
    out += fmt::format("# {} [{}] from {}\n{} = {}\n", option->about, option->allowed, option->source, option->key(),
                       value);
  }
  return out;
}

std::string_view Options::source(std::string_view name) const {
  for (const auto& option : options_) {
    if (option.name == name) return option.source;
  }
  return {};
}

}  // namespace naadam::runtime
