#include "cli/commands/contest_view.hpp"

#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>

#include "cli/say.hpp"
#include "cli/table.hpp"
#include "cli/texts/scoring.hpp"
#include "cli/up/home.hpp"
#include "domain/calendar.hpp"
#include "wire/verbs.hpp"

namespace naadam::cli {
namespace {

std::string named(const auto& names, const std::string& name, Lang lang) {
  for (const auto& [known, text] : names) {
    if (known == name) return text.in(lang);
  }
  return name;
}

std::string contest_phase(const Json& contest, Lang lang) {
  const std::string phase = named(texts::scoring::kPhases, contest.at("phase"), lang);
  return contest.at("told").get<bool>() ? say(lang, texts::scoring::kToldAll, phase) : phase;
}

void add_headings(Table& table, const auto& headings, Lang lang) {
  std::vector<std::string> cells;
  for (const Text& heading : headings) cells.emplace_back(heading.in(lang));
  table.add(std::move(cells));
}

}  // namespace

void print_faults(const Json& answer, Globals& globals) {
  const Json& faults = answer.at("faults");
  const auto total = answer.at("faults_total").get<std::size_t>();
  const std::size_t shown = std::min(kListShown, faults.size());
  for (std::size_t i = 0; i < shown; ++i) {
    const Json& one = faults[i];
    const auto row = one.at("row").get<std::size_t>();
    const std::string column = one.at("column");
    const std::string text = one.at("text");
    globals.out << "  "
                << (row == 0         ? text
                    : column.empty() ? say(globals.lang, texts::scoring::kAtWholeRow, row, text)
                                     : say(globals.lang, texts::scoring::kAtRow, row, column, text))
                << '\n';
  }
  if (total > shown) globals.out << "  " << say(globals.lang, texts::scoring::kMoreFaults, total - shown) << '\n';
}

void print_ranked(const Json& contest, Globals& globals) {
  const Lang lang = globals.lang;
  for (const Json& tie : contest.at("ties")) {
    globals.out << say(lang, texts::scoring::kTie,
                       fmt::format("{}", fmt::join(tie.get<std::vector<std::string>>(), "、")))
                << '\n';
  }
  if (contest.at("ranked").empty()) return;
  Table table({Align::kRight, Align::kLeft, Align::kRight, Align::kLeft});
  add_headings(table, texts::scoring::kRankHeadings, lang);
  for (const Json& one : contest.at("ranked")) {
    const auto rank = one.at("rank").get<std::size_t>();
    const bool tied = one.at("tied").get<bool>();
    table.add(
        {rank == 0 ? "-" : std::to_string(rank), one.at("number"), rank == 0 ? "" : one.at("total").get<std::string>(),
         tied ? globals.say(texts::scoring::kTied) : named(texts::scoring::kPresences, one.at("presence"), lang)});
  }
  globals.out << '\n' << table.text();
}

void print_contest(const Json& contest, RanksOf ranks, Globals& globals) {
  if (globals.json) return print_json(contest, globals);
  const Lang lang = globals.lang;
  const auto text = [&](const char* field) { return contest.at(field).get<std::string>(); };
  const auto line = [&]<class... Args>(const Text& of, const Args&... args) {
    globals.out << say(lang, of, args...) << '\n';
  };
  line(texts::scoring::kContest,
       text("delegation_name").empty() ? globals.say(texts::scoring::kFinal) : text("delegation_name"),
       text("event_name"), text("group_name"));
  line(texts::scoring::kPhase, contest_phase(contest, lang), contest.at("starts").get<std::size_t>(),
       contest.at("marked").get<std::size_t>(), contest.at("version").get<std::size_t>());
  const auto since = contest.at("correcting_since").get<core::Millis>();
  if (since > 0) line(texts::scoring::kCorrecting, domain::chinese_instant(since));
  if (const auto open = contest.at("open_marks").get<std::size_t>(); open > 0) line(texts::scoring::kOpenMarks, open);
  if (!text("why").empty()) line(texts::scoring::kWhy, text("why"));
  if (!text("published_by").empty()) {
    line(texts::scoring::kPublishedBy, text("published_by"),
         domain::chinese_instant(contest.at("published_at").get<core::Millis>()));
  }
  if (!text("document").empty()) line(texts::scoring::kDocument, text("document"));
  if (since == 0 || contest.at("published_ranked").empty()) return print_ranked(contest, globals);
  line(ranks == RanksOf::kPublished ? texts::scoring::kAsPublished : texts::scoring::kAsMarked);
  if (ranks == RanksOf::kMarks) return print_ranked(contest, globals);
  print_ranked({{"ties", Json::array()}, {"ranked", contest.at("published_ranked")}}, globals);
}

core::Status show_contest(const ScoreScope& scope, RanksOf ranks, Globals& globals) {
  const auto body = scope_of(scope);
  if (!body) return tl::unexpected(body.error());
  const auto contest = ask_scoring(scope.data, wire::verb::kScoreShow, *body);
  if (!contest) return tl::unexpected(contest.error());
  print_contest(*contest, ranks, globals);
  return {};
}

core::Status list_contests(const ScoreScope& scope, Globals& globals) {
  const Json body{{"round", scope.finals ? "final" : "trial"},
                  {"delegation", scope.delegation},
                  {"event", scope.event},
                  {"group", scope.group}};
  const auto answer = ask_scoring(scope.data, wire::verb::kScoreList, body);
  if (!answer) return tl::unexpected(answer.error());
  if (globals.json) {
    print_json(*answer, globals);
    return {};
  }
  if (answer->at("contests").empty()) {
    globals.out << globals.say(texts::scoring::kNothingYet) << '\n';
    return {};
  }
  Table table({Align::kLeft, Align::kLeft, Align::kLeft, Align::kLeft, Align::kRight, Align::kRight, Align::kRight});
  add_headings(table, texts::scoring::kListHeadings, globals.lang);
  for (const Json& one : answer->at("contests")) {
    const auto number = [&](const char* field) { return std::to_string(one.at(field).get<std::size_t>()); };
    table.add({one.at("delegation_name"), one.at("event_name"), one.at("group_name"), contest_phase(one, globals.lang),
               number("starts"), number("marked"), number("ties")});
  }
  globals.out << table.text();
  print_outdated(answer->at("outdated"), globals);
  return {};
}

void print_outdated(const Json& outdated, Globals& globals) {
  for (const Json& one : outdated) {
    globals.out << say(globals.lang, texts::scoring::kOutdated, one.at("delegation_name").get<std::string>(),
                       one.at("event_name").get<std::string>(), one.at("group_name").get<std::string>())
                << '\n';
  }
}

void print_refused(const Json& answer, const Text& summary, Globals& globals) {
  const Json& refused = answer.at("refused");
  if (!refused.empty()) globals.exit_code = runtime::kExitSomeRefused;
  if (globals.json) return print_json(answer, globals);
  globals.out << say(globals.lang, summary, answer.at("published").get<std::size_t>(),
                     answer.at("unchanged").get<std::size_t>(), refused.size())
              << '\n';
  for (const Json& one : refused) {
    globals.out << say(globals.lang, texts::scoring::kRefusedOne, one.at("event_name").get<std::string>(),
                       one.value("group_name", ""), one.at("text").get<std::string>())
                << '\n';
  }
}

void add_scope(CLI::App& command, ScoreScope& scope, Globals& globals, bool finals_too) {
  add_data_option(command, &scope.data, globals);
  command.add_option("--delegation", scope.delegation, globals.say(texts::scoring::kDelegation))->type_name("NAME");
  if (finals_too) command.add_flag("--final", scope.finals, globals.say(texts::scoring::kFinal));
  command.add_option("--event", scope.event, globals.say(texts::scoring::kEvent))->type_name("NAME");
  if (finals_too) command.add_option("--group", scope.group, globals.say(texts::scoring::kGroup))->type_name("NAME");
  command.footer(globals.say(texts::scoring::kFooter));
}

void add_by(CLI::App& command, ScoreScope& scope, Globals& globals) {
  command.add_option("--by", scope.by, globals.say(texts::scoring::kBy))->required();
}

}  // namespace naadam::cli
