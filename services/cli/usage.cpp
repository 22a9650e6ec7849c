#include "cli/usage.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <string_view>

#include "cli/texts/usage.hpp"

namespace naadam::cli {
namespace {

// What stands between `before` and `after` in `text`; an empty mark means the text's own end.
std::string_view between(std::string_view text, std::string_view before, std::string_view after) {
  const std::size_t found = text.find(before);
  if (found == std::string_view::npos) return text;
  text.remove_prefix(found + before.size());
  return after.empty() ? text : text.substr(0, text.find(after));
}

// By type: CLI11's own error names are sometimes the command's.
template <class Kind>
bool is(const CLI::Error& error) {
  return dynamic_cast<const Kind*>(&error) != nullptr;
}

std::string say(const Text& text, Lang lang, std::string_view subject) {
  return fmt::format(fmt::runtime(text.in(lang)), subject);
}

}  // namespace

std::string usage_text(const CLI::Error& wrong, Lang lang) {
  std::string what = wrong.what();
  if (what == "A subcommand is required") return texts::kNoCommand.in(lang);
  if (is<CLI::RequiredError>(wrong)) return say(texts::kMissing, lang, between(what, "", " is required"));
  if (is<CLI::ExtrasError>(wrong)) return say(texts::kUnexpected, lang, between(what, ": ", ""));
  if (is<CLI::ConversionError>(wrong)) {
    return fmt::format(fmt::runtime(texts::kNotReadable.in(lang)), between(what, ": ", " = "),
                       between(what, " = ", ""));
  }
  if (is<CLI::ArgumentMismatch>(wrong)) {
    const bool by_typed = what.find(" required ") != std::string::npos;
    return say(texts::kValueMissing, lang, by_typed ? between(what, "", ":") : between(what, " to ", ","));
  }
  return what;  // ValidationError: our own checks have worded it already
}

void speak(CLI::App& app, Lang lang) {
  app.set_help_flag("-h,--help", texts::kHelp.in(lang));
  const auto formatter = app.get_formatter();
  formatter->column_width(34);
  for (const auto& [label, text] : texts::kLabels) formatter->label(label, text.in(lang));
  for (CLI::Option* option : app.get_options()) {
    if (option->get_group() == "Options") option->group(texts::kOptions.in(lang));
  }
  if (app.get_group() == "Subcommands") app.group(texts::kCommands.in(lang));
}

}  // namespace naadam::cli
