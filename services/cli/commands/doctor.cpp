#include "cli/commands/doctor.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <ostream>

#include "cli/remote/patience.hpp"
#include "cli/say.hpp"
#include "cli/table.hpp"
#include "cli/texts/doctor.hpp"
#include "cli/up/checkup.hpp"
#include "cli/up/copies_checkup.hpp"
#include "cli/up/history_checkup.hpp"
#include "cli/up/link_checkup.hpp"
#include "cli/up/store_checkup.hpp"

namespace naadam::cli {
namespace {

constexpr const char* kHealthNames[] = {"good", "warning", "bad"};

void append(std::vector<Check>& all, std::vector<Check> some) {
  for (Check& check : some) all.push_back(std::move(check));
}

void print_checks(const std::vector<Check>& checks, Globals& globals) {
  Json array = Json::array();
  for (const Check& check : checks) {
    array.push_back({{"check", check.name},
                     {"health", kHealthNames[static_cast<std::size_t>(check.health)]},
                     {"found", check.found},
                     {"todo", check.todo}});
  }
  globals.out << Json{{"checks", std::move(array)}}.dump(-1, ' ', false, Json::error_handler_t::replace) << '\n';
}

void print(const std::vector<Check>& checks, Globals& globals) {
  const Lang lang = globals.lang;
  const auto named = [lang](const std::string& code) {
    for (const auto& [name, text] : texts::doctor::kNames) {
      if (name == code) return std::string(text.in(lang));
    }
    return code;
  };
  Table table({Align::kLeft, Align::kLeft, Align::kLeft});
  table.add(heading_row(texts::doctor::kHeadings, lang));
  std::string todo;
  for (const Check& check : checks) {
    table.add(
        {named(check.name), texts::doctor::kHealth.at(static_cast<std::size_t>(check.health)).in(lang), check.found});
    if (!check.todo.empty()) todo += "  " + named(check.name) + ": " + check.todo + "\n";
  }
  globals.out << table.text() << '\n';
  if (todo.empty()) {
    globals.out << globals.say(texts::doctor::kAllWell) << '\n';
  } else {
    globals.out << globals.say(texts::doctor::kTodo) << '\n' << todo;
  }
}

void examine(const std::string& data, Globals& globals) {
  const Home home(data);
  const core::SystemClock clock;
  const Lang lang = globals.lang;
  std::vector<Check> checks = check_programs(lang);
  append(checks, check_directory(home, lang));
  const auto settings = home.read();
  bool running = false;
  if (settings) {
    append(checks, check_store(*settings, lang));
    asking::Peers peers(settings->common, clock);
    const Condition condition = look_at(*settings, peers, clock, kAskMs);
    append(checks, check_condition(home, *settings, condition, lang));
    append(checks, check_copies(condition, lang));
    append(checks, check_link_keys(settings->common, clock, lang));
    append(checks, check_history(*settings, peers, clock, lang));
    running = condition.store_up || std::ranges::any_of(condition.services, &ServiceCondition::up);
  } else {
    checks.push_back({"running", Health::kBad, settings.error().text, ""});
  }
  const bool wrong = std::ranges::any_of(checks, [](const Check& check) { return check.health == Health::kBad; });
  if (wrong) globals.exit_code = running ? runtime::kExitSomeRefused : runtime::kExitNotReachable;
  globals.json ? print_checks(checks, globals) : print(checks, globals);
}

}  // namespace

void add_doctor(CLI::App& app, Globals& globals) {
  const auto data = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand("doctor", globals.say(texts::doctor::kAbout));
  add_data_option(*command, data.get(), globals);
  command->footer(globals.say(texts::doctor::kFooter));
  command->callback([data, &globals] { examine(*data, globals); });
}

}  // namespace naadam::cli
