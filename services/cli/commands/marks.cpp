#include "cli/commands/marks.hpp"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <ostream>

#include "cli/commands/contest_view.hpp"
#include "cli/files.hpp"
#include "cli/say.hpp"
#include "cli/texts/scoring.hpp"
#include "cli/up/home.hpp"
#include "domain/score_scheme.hpp"
#include "wire/verbs.hpp"

namespace naadam::cli {
namespace {

namespace fs = std::filesystem;
namespace verb = wire::verb;

struct MarksOptions {
  ScoreScope scope;
  fs::path scheme;
  std::vector<fs::path> files;
  std::vector<std::string> order;
};

core::Status set_schemes(const MarksOptions& options, Globals& globals) {
  const auto text = contents_of(options.scheme);
  if (!text) return tl::unexpected(text.error());
  const auto written = domain::parse_score_scheme(*text, options.scheme.filename().string());
  if (!written) return tl::unexpected(written.error());
  Json schemes = Json::array();
  for (const auto& event : written->events) {
    Json criteria = Json::array();
    for (const auto& one : event.criteria) {
      criteria.push_back({{"code", one.code}, {"zh", one.zh}, {"most", one.most}, {"step", one.step}});
    }
    schemes.push_back({{"event", event.event}, {"criteria", std::move(criteria)}});
  }
  const auto answer = ask_scoring(options.scope.data, verb::kScoreScheme,
                                  {{"round", written->round},
                                   {"schemes", std::move(schemes)},
                                   {"reason", options.scope.reason},
                                   {"by", options.scope.by}});
  if (!answer) return tl::unexpected(answer.error());
  if (globals.json) {
    print_json(*answer, globals);
  } else {
    globals.out << say(globals.lang, texts::scoring::kSchemesSet, answer->at("events").get<std::size_t>(),
                       answer->at("changed").get<std::size_t>())
                << '\n';
  }
  return {};
}

// Whether the file was taken.
bool print_import(const std::string& file, const Json& answer, Globals& globals) {
  const bool accepted = answer.at("accepted").get<bool>();
  const Lang lang = globals.lang;
  const std::string event = answer.at("event_name");
  const std::string group = answer.at("group_name");
  if (!accepted) {
    globals.out << say(lang, texts::scoring::kFaulty, file, answer.at("faults_total").get<std::size_t>()) << '\n';
    print_faults(answer, globals);
  } else {
    globals.out << say(lang, answer.at("again").get<bool>() ? texts::scoring::kTakenBefore : texts::scoring::kTaken,
                       file, event, group, answer.at("version").get<std::size_t>());
    if (const auto open = answer.at("open_marks").get<std::size_t>(); open > 0) {
      globals.out << say(lang, texts::scoring::kStillOpen, open);
    }
    globals.out << '\n';
  }
  for (const Json& remark : answer.at("remarks")) {
    globals.out << say(lang, texts::scoring::kRemark, remark.get<std::string>()) << '\n';
  }
  return accepted;
}

// Each file for itself: one that is not taken does not keep the others out.
core::Status import_sheets(const MarksOptions& options, Globals& globals) {
  const auto scope = scope_of(options.scope);
  if (!scope) return tl::unexpected(scope.error());
  Json files = Json::array();
  std::size_t taken = 0;
  for (const fs::path& file : options.files) {
    const auto bytes = contents_of(file);
    if (!bytes) return tl::unexpected(bytes.error());
    const std::string name = file.filename().string();
    Json body = *scope;
    body["file_name"] = name;
    body["bytes"] = Json::binary({bytes->begin(), bytes->end()});
    body["reason"] = options.scope.reason;
    body["by"] = options.scope.by;
    auto answer = ask_scoring(options.scope.data, verb::kScoreImport, body);
    if (!answer) {
      if (runtime::exit_code(answer.error()) == runtime::kExitNotReachable) return tl::unexpected(answer.error());
      globals.exit_code = runtime::kExitSomeRefused;
      if (globals.json) {
        files.push_back({{"file", name}, {"accepted", false}, {"text", answer.error().text}});
      } else {
        globals.out << say(globals.lang, texts::scoring::kRefused, name, answer.error().text) << '\n';
      }
      continue;
    }
    const bool accepted = globals.json ? answer->at("accepted").get<bool>() : print_import(name, *answer, globals);
    if (!accepted) globals.exit_code = runtime::kExitSomeRefused;
    taken += accepted ? 1 : 0;
    (*answer)["file"] = name;
    files.push_back(std::move(*answer));
  }
  if (globals.json) {
    print_json({{"files", std::move(files)}}, globals);
  } else {
    globals.out << say(globals.lang, texts::scoring::kImported, options.files.size(), taken,
                       options.files.size() - taken)
                << '\n';
  }
  return {};
}

core::Status decide(const MarksOptions& options, Globals& globals) {
  auto body = scope_of(options.scope);
  if (!body) return tl::unexpected(body.error());
  (*body)["order"] = options.order;
  (*body)["reason"] = options.scope.reason;
  (*body)["by"] = options.scope.by;
  const auto contest = ask_scoring(options.scope.data, verb::kScoreDecide, *body);
  if (!contest) return tl::unexpected(contest.error());
  print_contest(*contest, RanksOf::kMarks, globals);
  return {};
}

}  // namespace

void add_marks(CLI::App& app, Globals& globals) {
  CLI::App* marks = app.add_subcommand("marks", globals.say(texts::scoring::kMarksAbout));
  marks->require_subcommand(1);
  using Run = std::function<core::Status(const MarksOptions&)>;
  const auto add = [&](const char* name, const Text& about, Run run) {
    auto options = std::make_shared<MarksOptions>();
    CLI::App* command = marks->add_subcommand(name, globals.say(about));
    command->callback([options, run = std::move(run), &globals] {
      if (const core::Status done = run(*options); !done) fail(globals, done.error());
    });
    return std::pair(command, options);
  };
  {
    auto [command, options] =
        add("scheme", texts::scoring::kSchemeAbout, [&](const MarksOptions& o) { return set_schemes(o, globals); });
    add_data_option(*command, &options->scope.data, globals);
    add_by(*command, options->scope, globals);
    command->add_option("--file", options->scheme, globals.say(texts::scoring::kSchemeFile))->required();
    command->add_option("--reason", options->scope.reason, globals.say(texts::scoring::kReason));
    command->footer(globals.say(texts::scoring::kFooter));
  }
  {
    auto [command, options] =
        add("import", texts::scoring::kImportAbout, [&](const MarksOptions& o) { return import_sheets(o, globals); });
    add_scope(*command, options->scope, globals);
    add_by(*command, options->scope, globals);
    command->add_option("FILE", options->files, globals.say(texts::scoring::kSheets))->required();
    command->add_option("--reason", options->scope.reason, globals.say(texts::scoring::kReason));
  }
  {
    auto [command, options] =
        add("decide", texts::scoring::kDecideAbout, [&](const MarksOptions& o) { return decide(o, globals); });
    add_scope(*command, options->scope, globals);
    add_by(*command, options->scope, globals);
    command->add_option("--order", options->order, globals.say(texts::scoring::kOrder))->delimiter(',')->required();
    command->add_option("--reason", options->scope.reason, globals.say(texts::scoring::kReason))->required();
  }
  {
    auto [command, options] = add("show", texts::scoring::kShowAbout, [&](const MarksOptions& o) {
      return show_contest(o.scope, RanksOf::kMarks, globals);
    });
    add_scope(*command, options->scope, globals);
  }
  {
    auto [command, options] =
        add("list", texts::scoring::kListAbout, [&](const MarksOptions& o) { return list_contests(o.scope, globals); });
    add_scope(*command, options->scope, globals);
  }
}

}  // namespace naadam::cli
