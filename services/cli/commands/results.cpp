#include "cli/commands/results.hpp"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <ostream>

#include "cli/commands/contest_view.hpp"
#include "cli/commands/results_check.hpp"
#include "cli/files.hpp"
#include "cli/say.hpp"
#include "cli/table.hpp"
#include "cli/texts/scoring.hpp"
#include "cli/up/home.hpp"
#include "wire/verbs.hpp"

namespace naadam::cli {
namespace {

namespace verb = wire::verb;

struct ResultsOptions {
  ScoreScope scope;
  std::vector<std::string> declined;
  bool nobody_declines = false;
  std::filesystem::path to, truth;
};

core::Status publish(const ResultsOptions& options, Globals& globals) {
  auto body = scope_of(options.scope);
  if (!body) return tl::unexpected(body.error());
  (*body)["by"] = options.scope.by;
  const auto answer = ask_scoring(options.scope.data, verb::kScorePublish, *body);
  if (!answer) return tl::unexpected(answer.error());
  print_refused(*answer, texts::scoring::kPublished, globals);
  return {};
}

core::Status nominate(const ResultsOptions& options, Globals& globals) {
  auto body = scope_of(options.scope);
  if (!body) return tl::unexpected(body.error());
  (*body)["by"] = options.scope.by;
  if (!options.declined.empty() || options.nobody_declines) {
    (*body)["declined"] = options.declined;
    (*body)["reason"] = options.scope.reason;
  }
  const auto answer = ask_scoring(options.scope.data, verb::kScoreNominate, *body);
  if (!answer) return tl::unexpected(answer.error());
  print_refused(*answer, texts::scoring::kNominated, globals);
  return {};
}

core::Status finals(const ResultsOptions& options, Globals& globals) {
  const auto answer = ask_scoring(options.scope.data, verb::kScoreFinals,
                                  {{"delegation", options.scope.delegation}, {"event", options.scope.event}});
  if (!answer) return tl::unexpected(answer.error());
  if (globals.json) {
    print_json(*answer, globals);
    return {};
  }
  if (answer->at("finals").empty()) {
    globals.out << globals.say(texts::scoring::kNothingYet) << '\n';
    return {};
  }
  Table table({Align::kLeft, Align::kLeft, Align::kLeft, Align::kLeft, Align::kLeft, Align::kRight, Align::kRight});
  table.add(heading_row(texts::scoring::kFinalsHeadings, globals.lang));
  for (const Json& one : answer->at("finals")) {
    const auto add = [&](const Json& nominees, bool named) {
      for (const Json& who : nominees) {
        table.add({one.at("delegation_name"), one.at("event_name"),
                   named ? globals.say(texts::scoring::kNamed)
                         : say(globals.lang, texts::scoring::kSubstitute, who.at("order").get<std::size_t>()),
                   who.at("group_name"), who.at("number"), std::to_string(who.at("rank").get<std::size_t>()),
                   who.at("total")});
      }
    };
    add(one.at("named"), true);
    add(one.at("substitutes"), false);
  }
  globals.out << table.text();
  for (const Json& one : answer->at("finals")) {
    Json outdated = one.at("outdated");
    for (Json& group : outdated) {
      group["event_name"] = one.at("event_name");
      group["delegation_name"] = one.at("delegation_name");
    }
    print_outdated(outdated, globals);
  }
  return {};
}

core::Status save(const ResultsOptions& options, Globals& globals) {
  const auto body = scope_of(options.scope);
  if (!body) return tl::unexpected(body.error());
  const auto answer = ask_scoring(options.scope.data, verb::kScoreRecord, *body);
  if (!answer) return tl::unexpected(answer.error());
  if (const auto done = write_file(options.to, answer->at("record").get_ref<const std::string&>()); !done) return done;
  globals.err << say(globals.lang, texts::scoring::kSaved, options.to.string()) << '\n';
  return {};
}

}  // namespace

void add_results(CLI::App& app, Globals& globals) {
  CLI::App* results = app.add_subcommand("results", globals.say(texts::scoring::kResultsAbout));
  results->require_subcommand(1);
  using Run = std::function<core::Status(const ResultsOptions&)>;
  const auto add = [&](const char* name, const Text& about, bool finals_too, Run run) {
    auto options = std::make_shared<ResultsOptions>();
    CLI::App* command = results->add_subcommand(name, globals.say(about));
    add_scope(*command, options->scope, globals, finals_too);
    command->callback([options, run = std::move(run), &globals] {
      if (const core::Status done = run(*options); !done) fail(globals, done.error());
    });
    return std::pair(command, options);
  };
  {
    auto [command, options] = add("publish", texts::scoring::kPublishAbout, true,
                                  [&](const ResultsOptions& o) { return publish(o, globals); });
    add_by(*command, options->scope, globals);
  }
  {
    auto [command, options] = add("nominate", texts::scoring::kNominateAbout, false,
                                  [&](const ResultsOptions& o) { return nominate(o, globals); });
    add_by(*command, options->scope, globals);
    command->add_option("--declined", options->declined, globals.say(texts::scoring::kDeclined))->delimiter(',');
    command->add_flag("--nobody-declines", options->nobody_declines, globals.say(texts::scoring::kNobodyDeclines));
    command->add_option("--reason", options->scope.reason, globals.say(texts::scoring::kReason));
  }
  add("show", texts::scoring::kShowAbout, true,
      [&](const ResultsOptions& o) { return show_contest(o.scope, RanksOf::kPublished, globals); });
  add("list", texts::scoring::kListAbout, true,
      [&](const ResultsOptions& o) { return list_contests(o.scope, globals); });
  add("finals", texts::scoring::kFinalsAbout, false, [&](const ResultsOptions& o) { return finals(o, globals); });
  {
    auto [command, options] =
        add("save", texts::scoring::kSaveAbout, true, [&](const ResultsOptions& o) { return save(o, globals); });
    command->add_option("--to", options->to, globals.say(texts::scoring::kTo))->required();
  }
  {
    auto [command, options] = add("check", texts::scoring::kCheckAbout, false,
                                  [&](const ResultsOptions& o) { return check_truth(o.scope, o.truth, globals); });
    command->add_option("--truth", options->truth, globals.say(texts::scoring::kTruth))->required();
  }
}

}  // namespace naadam::cli
