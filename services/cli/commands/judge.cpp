#include "cli/commands/judge.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <ostream>
#include <system_error>

#include "cli/edition_file.hpp"
#include "cli/judging.hpp"
#include "cli/options.hpp"
#include "cli/texts/judge.hpp"
#include "cli/verdict_report.hpp"

namespace naadam::cli {
namespace {

struct JudgeOptions {
  std::string file;
  std::string edition = "2021";
  std::string at;  // empty: now
  std::string winners;
  std::string out;
};

template <class... Values>
core::Error error(core::ErrorKind kind, const Text& text, const Values&... values) {
  return {kind, fmt::format(fmt::runtime(text.zh), values...), fmt::format(fmt::runtime(text.en), values...)};
}

intake::ReadingResult read_file(const std::string& path, const domain::Edition& edition) {
  std::error_code failed;
  const bool is_file = std::filesystem::is_regular_file(path, failed);
  const int fd = is_file ? ::open(path.c_str(), O_RDONLY | O_CLOEXEC) : -1;
  if (fd < 0) {
    intake::FileRefusal refusal;
    static_cast<core::Error&>(refusal) = error(core::ErrorKind::kNotFound, texts::judge::kNoFile, path);
    return tl::unexpected(std::move(refusal));
  }
  auto reading = intake::read_upload(fd, std::filesystem::path(path).filename().string(), edition);
  ::close(fd);
  return reading;
}

core::Status write_csv(const std::string& path, const std::string& csv) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << csv;
  file.close();
  if (file) return {};
  return tl::unexpected(error(core::ErrorKind::kUnavailable, texts::judge::kCannotWrite, path));
}

void print(const JudgeOptions& options, const std::vector<JudgedRow>& rows, const domain::Edition& edition,
           core::Millis at, const std::string& notes, Globals& globals) {
  if (globals.json) {
    for (const JudgedRow& row : rows) globals.out << row_json(row, edition) << '\n';
    globals.err << notes;
    return;
  }
  const bool zh = globals.lang == Lang::kZh;
  globals.out << fmt::format(fmt::runtime(globals.say(texts::judge::kHead)),
                             std::filesystem::path(options.file).filename().string(), rows.size(),
                             zh ? edition.zh : edition.en, zh ? domain::chinese_instant(at) : domain::iso_instant(at),
                             options.at.empty() ? globals.say(texts::judge::kNow) : "")
              << '\n'
              << summary_text(rows, edition, globals.lang);
  if (!notes.empty()) globals.out << '\n' << globals.say(texts::judge::kNotes) << '\n' << notes;
  if (!options.out.empty()) {
    globals.out << '\n' << fmt::format(fmt::runtime(globals.say(texts::judge::kWrote)), options.out) << '\n';
  }
}

core::Status judge(const JudgeOptions& options, Globals& globals) {
  const auto edition = find_edition(options.edition);
  if (!edition) return tl::unexpected(edition.error());
  const domain::Keyer keyer = passing_keyer();
  const auto winners = load_winners(options.winners, *edition, keyer);
  if (!winners) return tl::unexpected(winners.error());
  const auto reading = read_file(options.file, *edition);
  if (!reading) return tl::unexpected<core::Error>(reading.error());
  const core::Millis at = options.at.empty() ? core::wall_ms() : domain::parse_instant(options.at).value_or(0);
  const std::vector<JudgedRow> rows = judge_rows(*reading, *edition, *winners, keyer, at);
  if (!options.out.empty()) {
    const core::Status written = write_csv(options.out, verdicts_csv(rows, *edition, globals.lang));
    if (!written) return written;
  }
  print(options, rows, *edition, at, notes_text(*reading, *winners, globals.lang), globals);
  const bool all_accepted =
      std::ranges::all_of(rows, [](const JudgedRow& row) { return row.verdict == wire::Verdict::kAccepted; });
  globals.exit_code = all_accepted ? runtime::kExitDone : runtime::kExitSomeRefused;
  return {};
}

}  // namespace

void add_judge(CLI::App& app, Globals& globals) {
  const auto options = std::make_shared<JudgeOptions>();
  CLI::App* command = app.add_subcommand("judge", globals.say(texts::judge::kAbout));
  command->add_option("FILE", options->file, globals.say(texts::judge::kFile))->type_name("")->required();
  command->add_option("--edition", options->edition, globals.say(texts::judge::kEdition))->type_name("EDITION");
  command->add_option("--at", options->at, globals.say(texts::judge::kAt))
      ->type_name("TIME")
      ->check(an_instant(globals.lang));
  command->add_option("--winners", options->winners, globals.say(texts::judge::kWinners))->type_name("CSV");
  command->add_option("--out", options->out, globals.say(texts::judge::kOut))->type_name("CSV");
  command->footer(globals.say(texts::judge::kFooter));
  command->callback([options, &globals] {
    const core::Status done = judge(*options, globals);
    if (done) return;
    fail(globals, done.error());
    // "Some refused" is said of rows; a file that can't be read is the wrong file.
    if (globals.exit_code == runtime::kExitSomeRefused) globals.exit_code = runtime::kExitUsage;
  });
}

}  // namespace naadam::cli
