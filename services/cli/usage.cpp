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

std::string say(const Text& text, Lang lang, std::string_view subject) {
  return fmt::format(fmt::runtime(text.in(lang)), subject);
}

}  // namespace

std::string usage_text(const CLI::Error& wrong, Lang lang) {
  const std::string what = wrong.what();
  const std::string name = wrong.get_name();
  if (what == "A subcommand is required") return texts::kNoCommand.in(lang);
  if (name == "RequiredError") return say(texts::kMissing, lang, between(what, "", " is required"));
  if (name == "ExtrasError") return say(texts::kUnexpected, lang, between(what, ": ", ""));
  if (name == "ConversionError") {
    return fmt::format(fmt::runtime(texts::kNotReadable.in(lang)), between(what, ": ", " = "),
                       between(what, " = ", ""));
  }
  if (name == "ArgumentMismatch") {
    const bool by_typed = what.find(" required ") != std::string::npos;
    return say(texts::kValueMissing, lang, by_typed ? between(what, "", ":") : between(what, " to ", ","));
  }
  if (name == "ExcludesError") {
    return fmt::format(fmt::runtime(texts::kExcludes.in(lang)), between(what, "", " excludes"),
                       between(what, "excludes ", ""));
  }
  if (name == "RequiresError") {
    return fmt::format(fmt::runtime(texts::kRequires.in(lang)), between(what, "", " requires"),
                       between(what, "requires ", ""));
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
