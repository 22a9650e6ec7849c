#include "cli/commands/rank.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <ostream>

#include "cli/commands/contest_view.hpp"
#include "cli/edition_file.hpp"
#include "cli/files.hpp"
#include "cli/say.hpp"
#include "cli/table.hpp"
#include "cli/texts/scoring.hpp"
#include "domain/score_scheme.hpp"
#include "scoring/rules/results_record.hpp"

namespace naadam::cli {
namespace {

namespace fs = std::filesystem;

struct RankOptions {
  fs::path file, scheme;
  std::string event;
  std::string edition = "2021";
};

void print(const scoring::ResultsRecord& record, const std::vector<scoring::ResultsDifference>& differences,
           Globals& globals) {
  std::size_t people = 0;
  for (const scoring::ScoreBook& book : record.books) people += book.marks.size();
  if (globals.json) {
    Json places = Json::array();
    for (const auto& one : differences) {
      places.push_back({{"place", one.place}, {"record", one.has}, {"should_be", one.should}});
    }
    return print_json({{"contests", record.books.size()},
                       {"people", people},
                       {"nominations", record.nominations.size()},
                       {"equal", differences.empty()},
                       {"differences", std::move(places)}},
                      globals);
  }
  const auto line = [&]<class... Args>(const Text& text, const Args&... args) {
    globals.out << say(globals.lang, text, args...) << '\n';
  };
  line(texts::scoring::kRecordSize, record.books.size(), people, record.nominations.size());
  if (differences.empty()) return line(texts::scoring::kEqual);
  Table table(std::vector<Align>(texts::scoring::kDifferenceHeadings.size(), Align::kLeft));
  table.add(heading_row(texts::scoring::kDifferenceHeadings, globals.lang));
  const std::size_t shown = std::min(kListShown, differences.size());
  for (std::size_t i = 0; i < shown; ++i) {
    table.add({differences[i].place, differences[i].has, differences[i].should});
  }
  globals.out << table.text();
  if (differences.size() > shown) line(texts::scoring::kMore, differences.size() - shown);
  line(texts::scoring::kDiffers, differences.size());
}

core::Status check_record(const RankOptions& options, Globals& globals) {
  const auto json = contents_of(options.file);
  if (!json) return tl::unexpected(json.error());
  const auto record = scoring::parse_results(*json);
  if (!record) return tl::unexpected(record.error());
  const auto differences = scoring::check_results(*record);
  if (!differences.empty()) globals.exit_code = runtime::kExitSomeRefused;
  print(*record, differences, globals);
  return {};
}

// Of the event that is named, or of the only one.
core::Result<std::vector<scoring::Criterion>> criteria_for(const domain::ScoreScheme& schemes, const std::string& event,
                                                           const domain::Edition& edition) {
  const domain::ScoreScheme::Event* chosen = nullptr;
  const domain::Event* known = edition.find_event(event);
  for (const auto& one : schemes.events) {
    const bool is_it = event.empty()
                           ? schemes.events.size() == 1
                           : one.event == event || (known != nullptr && edition.find_event(one.event) == known);
    if (is_it || (chosen == nullptr && !event.empty() && one.event == "*")) chosen = &one;
  }
  if (chosen == nullptr && event.empty()) return refuse(core::ErrorKind::kInvalid, texts::scoring::kWhichEvent);
  if (chosen == nullptr) return refuse(core::ErrorKind::kInvalid, texts::scoring::kNoSuchEvent, event);
  std::vector<scoring::WrittenCriterion> written;
  for (const auto& one : chosen->criteria) written.push_back({one.code, one.zh, one.most, one.step});
  return scoring::criteria_of(written);
}

Json as_contest(const scoring::ScoreBook& book, const scoring::Ranking& ranking, const std::string& event) {
  Json ranked = Json::array();
  for (const scoring::Ranked& one : ranking.ranked) {
    const scoring::MarkLine& line = book.marks[one.standing];
    ranked.push_back({{"number", line.number},
                      {"entry", ""},
                      {"presence", scoring::presence_name(line.presence)},
                      {"total", one.total.text()},
                      {"rank", one.rank},
                      {"tied", one.tied}});
  }
  return Json{{"event", event}, {"ties", ranking.ties}, {"ranked", std::move(ranked)}};
}

core::Status rank_sheet(const RankOptions& options, Globals& globals) {
  const auto edition = find_edition(options.edition);
  if (!edition) return tl::unexpected(edition.error());
  const auto toml = contents_of(options.scheme);
  if (!toml) return tl::unexpected(toml.error());
  const auto schemes = domain::parse_score_scheme(*toml, options.scheme.filename().string());
  if (!schemes) return tl::unexpected(schemes.error());
  const auto bytes = contents_of(options.file);
  if (!bytes) return tl::unexpected(bytes.error());
  const auto table = scoring::read_mark_table(*bytes, options.file.filename().string());
  if (!table) return tl::unexpected(table.error());
  scoring::MarkFaults faults;
  const scoring::MarkScope in_file = scoring::scope_of(*table, *edition, faults);
  const auto criteria = criteria_for(*schemes, options.event.empty() ? in_file.event : options.event, *edition);
  if (!criteria) return tl::unexpected(criteria.error());
  const scoring::MarkSheet sheet = scoring::marks_of(*table, *criteria, nullptr, faults);
  if (faults.total > 0) {
    globals.exit_code = runtime::kExitSomeRefused;
    Json list = Json::array();
    for (const auto& one : faults.listed) {
      list.push_back({{"row", one.row}, {"column", one.column}, {"text", one.text}});
    }
    print_faults({{"faults", std::move(list)}, {"faults_total", faults.total}}, globals);
    return {};
  }
  scoring::ScoreBook book;
  book.criteria = *criteria;
  book.marks = sheet.lines;
  book.tie_chain = edition->finals.tie_chain;
  const auto ranking = scoring::ranking_of(book);
  if (!ranking) return tl::unexpected(ranking.error());
  const Json contest = as_contest(book, *ranking, in_file.event);
  if (globals.json) {
    print_json(contest, globals);
  } else {
    print_ranked(contest, globals);
    for (const std::string& remark : sheet.remarks) {
      globals.err << say(globals.lang, texts::scoring::kRemark, remark) << '\n';
    }
  }
  if (!ranking->ties.empty() && !edition->finals.ties_allowed) globals.exit_code = runtime::kExitSomeRefused;
  return {};
}

}  // namespace

void add_rank(CLI::App& app, Globals& globals) {
  const auto options = std::make_shared<RankOptions>();
  CLI::App* command = app.add_subcommand("rank", globals.say(texts::scoring::kRankAbout));
  command->add_option("FILE", options->file, globals.say(texts::scoring::kRankFile))->required();
  command->add_option("--scheme", options->scheme, globals.say(texts::scoring::kRankScheme));
  command->add_option("--event", options->event, globals.say(texts::scoring::kEvent))->type_name("NAME");
  command->add_option("--edition", options->edition, globals.say(texts::scoring::kEdition))->capture_default_str();
  command->footer(globals.say(texts::scoring::kRankFooter));
  command->callback([options, &globals] {
    const core::Status done = options->scheme.empty() ? check_record(*options, globals) : rank_sheet(*options, globals);
    if (!done) fail(globals, done.error());
  });
}

}  // namespace naadam::cli
