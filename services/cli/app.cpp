#include "cli/app.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <exception>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "cli/options.hpp"
#include "cli/texts/usage.hpp"
#include "cli/usage.hpp"

namespace naadam::cli {
namespace {

// Help texts are chosen while options are added, so the language is looked for before anything is parsed.
Lang language_of(int argc, const char* const* argv) {
  constexpr std::string_view kFlag = "--lang";
  std::string_view chosen;
  if (const char* env = std::getenv("NAADAM_LANG")) chosen = env;
  for (int i = 1; i < argc; ++i) {
    const std::string_view arg = argv[i];
    if (arg == kFlag && i + 1 < argc) chosen = argv[i + 1];
    if (arg.starts_with(kFlag) && arg.size() > kFlag.size() && arg[kFlag.size()] == '=') {
      chosen = arg.substr(kFlag.size() + 1);
    }
  }
  return chosen == "en" ? Lang::kEn : Lang::kZh;
}

void add_globals(CLI::App& app, Globals& globals, std::string& lang) {
  app.add_option("--lang", lang, globals.say(texts::kLang))
      ->type_name("zh|en")
      ->check(one_of({"zh", "en"}, globals.lang));
  app.add_flag("--json", globals.json, globals.say(texts::kJson));
}

}  // namespace

int run(int argc, const char* const* argv, std::span<const AddCommand> commands, std::ostream& out, std::ostream& err) {
  Globals globals{out, err};
  globals.lang = language_of(argc, argv);
  CLI::App app{globals.say(texts::kAbout), "naadam"};
  std::string lang;  // only checked here: it was chosen above
  add_globals(app, globals, lang);
  app.require_subcommand(1);
  app.fallthrough();  // --json may stand after the subcommand too
  for (const AddCommand add : commands) add(app, globals);
  speak(app, globals.lang);
  for (CLI::App* command : app.get_subcommands({})) {
    speak(*command, globals.lang);
    for (CLI::App* inner : command->get_subcommands({})) speak(*inner, globals.lang);
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    const CLI::App* chosen = &app;
    std::string before;
    while (!chosen->get_subcommands().empty()) {
      before += (before.empty() ? "" : " ") + chosen->get_name();
      chosen = chosen->get_subcommands().back();
    }
    out << chosen->help(before);
  } catch (const CLI::ParseError& wrong) {
    const auto chosen = app.get_subcommands();
    const std::vector<std::string> unknown = chosen.empty() ? app.remaining() : std::vector<std::string>{};
    const std::string text = unknown.empty()
                                 ? usage_text(wrong, globals.lang)
                                 : fmt::format(fmt::runtime(globals.say(texts::kNoSuchCommand)), unknown[0]);
    fail(globals, {core::ErrorKind::kInvalid, text, text});
    if (!globals.json) {
      err << fmt::format(fmt::runtime(globals.say(texts::kSeeHelp)),
                         chosen.empty() ? "" : chosen.back()->get_name() + " ")
          << '\n';
    }
  } catch (const std::exception& broken) {
    fail(globals, {core::ErrorKind::kInternal, fmt::format(fmt::runtime(texts::kBroken.zh), broken.what()),
                   fmt::format(fmt::runtime(texts::kBroken.en), broken.what())});
  }
  return globals.exit_code;
}

}  // namespace naadam::cli
