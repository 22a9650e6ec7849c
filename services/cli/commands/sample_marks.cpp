#include "cli/commands/sample_marks.hpp"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <ostream>
#include <system_error>

#include "cli/edition_file.hpp"
#include "cli/files.hpp"
#include "cli/remote/score_asking.hpp"
#include "cli/sample/grid_file.hpp"
#include "cli/sample/marks.hpp"
#include "cli/say.hpp"
#include "cli/texts/files.hpp"
#include "cli/texts/scoring.hpp"
#include "cli/up/home.hpp"
#include "wire/verbs.hpp"

namespace naadam::cli {
namespace {

namespace fs = std::filesystem;

struct SampleMarksOptions {
  ScoreScope scope;
  fs::path out;
  std::uint64_t seed = 1;
  std::string edition = "2021";
};

core::Result<std::vector<sample::MarkedContest>> drawn_contests(const ScoreScope& scope) {
  const auto list =
      ask_scoring(scope.data, wire::verb::kScoreList, {{"round", "trial"}, {"delegation", scope.delegation}});
  if (!list) return tl::unexpected(list.error());
  std::vector<sample::MarkedContest> contests;
  for (const Json& one : list->at("contests")) {
    const auto contest = ask_scoring(
        scope.data, wire::verb::kScoreShow,
        {{"round", "trial"}, {"delegation", scope.delegation}, {"event", one.at("event")}, {"group", one.at("group")}});
    if (!contest) return tl::unexpected(contest.error());
    contests.push_back({one.at("event"), one.at("group"), one.at("event_name"), one.at("group_name"),
                        contest->at("numbers").get<std::vector<std::string>>()});
  }
  if (contests.empty()) return refuse(core::ErrorKind::kRefused, texts::scoring::kNothingYet);
  return contests;
}

core::Status write(const SampleMarksOptions& options, Globals& globals) {
  const auto edition = find_edition(options.edition);
  if (!edition) return tl::unexpected(edition.error());
  const auto contests = drawn_contests(options.scope);
  if (!contests) return tl::unexpected(contests.error());
  const auto marks = sample::make_marks(*contests, edition->finals.quota, options.seed);
  std::error_code failed;
  for (const fs::path& folder : {options.out / "marks", options.out / "faulty"}) {
    fs::create_directories(folder, failed);
    if (failed) return refuse(core::ErrorKind::kUnavailable, texts::files::kCannotWrite, folder.string());
  }
  for (const auto& file : marks.files) {
    const fs::path path = options.out / "marks" / (file.name + sample::extension_of(file.grid.format));
    if (const auto done = sample::write_grid(file.grid, path); !done) return done;
  }
  const fs::path faulty = options.out / "faulty" / (marks.faulty.name + sample::extension_of(marks.faulty.grid.format));
  if (const auto done = sample::write_grid(marks.faulty.grid, faulty); !done) return done;
  if (const auto done = write_file(options.out / "scheme.toml", marks.scheme); !done) return done;
  if (const auto done = write_file(options.out / "truth-results.csv", marks.truth); !done) return done;
  if (globals.json) {
    print_json({{"directory", options.out.string()},
                {"files", marks.files.size()},
                {"people", marks.people},
                {"faults", sample::MarksSample::kFaults}},
               globals);
  } else {
    globals.out << say(globals.lang, texts::scoring::kSampleWritten, marks.files.size(), marks.people,
                       options.out.string())
                << '\n';
  }
  return {};
}

}  // namespace

void add_sample_marks(CLI::App& app, Globals& globals) {
  const auto options = std::make_shared<SampleMarksOptions>();
  CLI::App* command = app.add_subcommand("sample-marks", globals.say(texts::scoring::kSampleAbout));
  add_data_option(*command, &options->scope.data, globals);
  command->add_option("--delegation", options->scope.delegation, globals.say(texts::scoring::kDelegation))
      ->type_name("NAME")
      ->required();
  command->add_option("--out", options->out, globals.say(texts::scoring::kSampleOut))->required();
  command->add_option("--seed", options->seed, globals.say(texts::scoring::kSampleSeed))->capture_default_str();
  command->add_option("--edition", options->edition, globals.say(texts::scoring::kEdition))->capture_default_str();
  command->footer(globals.say(texts::scoring::kFooter));
  command->callback([options, &globals] {
    if (const core::Status done = write(*options, globals); !done) fail(globals, done.error());
  });
}

}  // namespace naadam::cli
