#include "cli/commands/import.hpp"

#include <poll.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <deque>
#include <filesystem>
#include <iostream>
#include <memory>

#include "cli/moment.hpp"
#include "cli/remote/condition.hpp"
#include "cli/remote/handing_in.hpp"
#include "cli/remote/import_report.hpp"
#include "cli/remote/manifest.hpp"
#include "cli/remote/patience.hpp"
#include "cli/remote/preview.hpp"
#include "cli/remote/progress.hpp"
#include "cli/say.hpp"
#include "cli/texts/import.hpp"
#include "cli/texts/judge.hpp"
#include "cli/texts/up.hpp"
#include "cli/up/home.hpp"
#include "cli/verdict_report.hpp"
#include "core/id.hpp"
#include "domain/calendar.hpp"
#include "runtime/private_file.hpp"
#include "wire/verbs.hpp"

namespace naadam::cli {
namespace {

namespace fs = std::filesystem;

constexpr core::Millis kFirstAskMs = 3'000;    // for the first sign of life
constexpr core::Millis kStallMs = 120'000;     // without any row's outcome: stop waiting
constexpr core::Millis kSettleMs = 5'000;      // for what other files change in these
constexpr core::Millis kWorkbookMs = 120'000;  // for one workbook
constexpr int kRoundMs = 100;                  // between two rounds of questions; longer with many files
constexpr int kRoundMsMax = 500;
constexpr std::size_t kWorkbooksAtOnce = 3;  // written side by side by intake
constexpr std::size_t kRowsListed = 20;

struct ImportOptions {
  std::string data;
  std::vector<std::string> files;
  std::string submitter, corrects, manifest, out;
  bool dry_run = false;
  bool yes = false;
};

core::Result<std::vector<ImportedFile>> orders_of(const ImportOptions& options) {
  std::vector<ImportedFile> all;
  if (!options.manifest.empty()) {
    if (!options.files.empty() || !options.submitter.empty() || !options.corrects.empty()) {
      return refuse(core::ErrorKind::kInvalid, texts::import::kBothWays);
    }
    auto orders = read_manifest(options.manifest);
    if (!orders) return tl::unexpected(orders.error());
    for (Order& order : *orders) all.push_back({std::move(order), {}, {}, {}});
    return all;
  }
  if (options.files.empty()) return refuse(core::ErrorKind::kInvalid, texts::import::kNothingToDo);
  if (!options.corrects.empty()) {
    if (!core::id_from_hex(options.corrects)) return refuse(core::ErrorKind::kInvalid, texts::import::kBadReceipt);
    if (options.files.size() > 1) return refuse(core::ErrorKind::kInvalid, texts::import::kOneCorrection);
  }
  const std::string submitter = options.submitter.empty() ? texts::import::kDefaultSubmitter.zh : options.submitter;
  for (const std::string& file : options.files) all.push_back({{file, submitter, options.corrects}, {}, {}, {}});
  return all;
}

// The stage that only this side knows: none yet. A file that failed counts as over.
bool over(const ImportedFile& file) { return file.failed || file.outcome.over(); }

Progress::Now progress_of(const std::vector<ImportedFile>& files) {
  Progress::Now now;
  now.files = files.size();
  double parts = 0;
  for (const ImportedFile& file : files) {
    now.files_over += over(file) ? 1 : 0;
    now.rows += file.outcome.rows;
    now.rows_filled += file.outcome.filled;
    if (over(file)) {
      parts += 1;
    } else if (file.outcome.rows > 0) {
      parts += static_cast<double>(file.outcome.filled) / static_cast<double>(file.outcome.rows);
    }
  }
  now.part = files.empty() ? 1 : parts / static_cast<double>(files.size());
  return now;
}

// All files first, so that the services are kept busy; a file that can't be taken does not hold up the others, a
// service that can't be reached does.
core::Status hand_in_all(std::vector<ImportedFile>& files, asking::Peers& peers, const core::Clock& clock,
                         Progress& progress) {
  for (ImportedFile& file : files) {
    auto receipt = hand_in(file.order, peers, clock, kStepMs);
    if (receipt) {
      file.receipt = std::move(*receipt);
    } else if (asking::may_pass(receipt.error())) {
      return tl::unexpected(receipt.error());
    } else {
      file.failed = receipt.error();
    }
    progress.show(progress_of(files));
  }
  return {};
}

core::Status follow(std::vector<ImportedFile>& files, asking::Peers& peers, const core::Clock& clock,
                    Progress& progress) {
  core::Millis moved_at = clock.steady_ms();
  std::uint64_t filled = 0;
  std::size_t done = 0;
  for (;;) {
    std::size_t open = 0;
    for (ImportedFile& file : files) {
      if (over(file)) continue;
      auto outcome = ask_outcome(file.receipt->upload, peers, kStepMs);
      if (!outcome && asking::may_pass(outcome.error()))
        return refuse(core::ErrorKind::kUnavailable, texts::import::kLostTouch);
      if (!outcome) return tl::unexpected(outcome.error());
      file.outcome = std::move(*outcome);
      open += over(file) ? 0 : 1;
      progress.show(progress_of(files));
    }
    if (open == 0) return {};
    const Progress::Now now = progress_of(files);
    if (now.rows_filled != filled || now.files_over != done) moved_at = clock.steady_ms();
    filled = now.rows_filled;
    done = now.files_over;
    if (clock.steady_ms() - moved_at > kStallMs) {
      return refuse(core::ErrorKind::kUnavailable, texts::import::kStalled, kStallMs / 1'000);
    }
    ::poll(nullptr, 0, std::clamp(static_cast<int>(open) * 10, kRoundMs, kRoundMsMax));
  }
}

// Another submitter's file may still change what was said of a row: once nothing of the flow waits any more, all
// outcomes are asked for again. Others' work may keep the flow busy, so this has an end.
core::Status settle(std::vector<ImportedFile>& files, const Settings& settings, asking::Peers& peers,
                    const core::Clock& clock) {
  const auto deadline = core::Deadline::in(clock, kSettleMs);
  while (deadline.left(clock) > 0 && look_at(settings, peers, clock, kFirstAskMs).undecided() > 0) {
    ::poll(nullptr, 0, kRoundMs);
  }
  for (ImportedFile& file : files) {
    if (file.outcome.stage != "complete") continue;
    auto outcome = ask_outcome(file.receipt->upload, peers, kStepMs);
    if (!outcome) return tl::unexpected(outcome.error());
    file.outcome = std::move(*outcome);
  }
  return {};
}

// Returns how many were written.
core::Result<std::size_t> fetch_workbooks(const std::vector<ImportedFile>& files, const std::string& out,
                                          asking::Peers& peers, const core::Clock& clock) {
  std::deque<const ImportedFile*> waiting, asked;
  for (const ImportedFile& file : files) {
    if (file.outcome.stage == "complete") waiting.push_back(&file);
  }
  const bool into_folder = files.size() > 1;
  if (into_folder) {
    std::error_code failed;
    fs::create_directories(out, failed);
    if (failed) return refuse(core::ErrorKind::kUnavailable, texts::up::kCannotWrite, out, failed.message());
  }
  std::size_t written = 0;
  while (!waiting.empty() || !asked.empty()) {
    while (!waiting.empty() && asked.size() < kWorkbooksAtOnce) {  // the first question begins the writing
      if (const auto begun = fetch_workbook(waiting.front()->receipt->upload, peers, kStepMs); !begun) {
        return tl::unexpected(begun.error());
      }
      asked.push_back(waiting.front());
      waiting.pop_front();
    }
    const ImportedFile& file = *asked.front();
    const auto book = await_workbook(file.receipt->upload, peers, clock, kWorkbookMs);
    if (!book) return tl::unexpected(book.error());
    const fs::path path =
        into_folder ? fs::path(out) / (fs::path(file.name()).stem().string() + texts::import::kOutcomeSuffix.zh)
                    : fs::path(out);
    if (auto kept = runtime::replace_private(path, *book); !kept) return tl::unexpected(kept.error());
    ++written;
    asked.pop_front();
  }
  return written;
}

std::string vanishing_text(const std::vector<SheetRow>& rows, Lang lang) {
  if (rows.empty()) return std::string(texts::import::kVanishNone.in(lang)) + "\n";
  std::string text = say(lang, texts::import::kVanish, rows.size()) + "\n";
  for (std::size_t i = 0; i < std::min(rows.size(), kRowsListed); ++i) {
    const std::string sheet = rows[i].sheet.empty() ? "" : say(lang, texts::judge::kInSheet, rows[i].sheet);
    text += "  " + say(lang, texts::import::kVanishRow, sheet, rows[i].row) +
            (rows[i].identified ? "" : texts::import::kVanishUnidentified.in(lang)) + "\n";
  }
  if (rows.size() > kRowsListed) text += "  " + say(lang, texts::judge::kMore, rows.size() - kRowsListed) + "\n";
  return text;
}

core::Status dry_run(const ImportOptions& options, const std::vector<ImportedFile>& files, const Settings& settings,
                     asking::Peers& peers, const core::Clock& clock, Globals& globals) {
  const auto bench = open_bench(settings.common, clock);
  if (!bench) return tl::unexpected(bench.error());
  const domain::Edition& edition = *bench->installation.edition;
  std::vector<JudgedRow> all;
  std::vector<std::string> refusals;
  for (const ImportedFile& file : files) {
    const auto rows = judge_file(file.order.path, *bench);
    if (rows) {
      all.insert(all.end(), rows->begin(), rows->end());
    } else {
      refusals.push_back(file.name() + ": " + rows.error().text);
    }
  }
  std::vector<SheetRow> gone;
  if (!options.corrects.empty()) {
    auto vanishing = vanishing_rows(options.corrects, files[0].order.path, edition, peers, clock);
    if (!vanishing) return tl::unexpected(vanishing.error());
    gone = std::move(*vanishing);
  }
  const bool clean = refusals.empty() && std::ranges::all_of(all, [](const JudgedRow& row) {
                       return row.verdict == wire::Verdict::kAccepted;
                     });
  globals.exit_code = clean ? runtime::kExitDone : runtime::kExitSomeRefused;
  if (globals.json) {
    for (const JudgedRow& row : all) globals.out << row_json(row, edition) << '\n';
    for (const SheetRow& row : gone) {
      globals.out << Json{{"sheet", row.sheet}, {"row", row.row}, {"withdrawn", true}}.dump() << '\n';
    }
    for (const std::string& refusal : refusals) globals.err << refusal << '\n';
    return {};
  }
  const Lang lang = globals.lang;
  globals.out << say(lang, texts::import::kDryHead, files.size(), all.size(), moment(bench->now, lang))
              << (bench->installation.training ? texts::import::kInTraining.in(lang) : "") << "\n\n"
              << summary_text(all, edition, lang);
  if (!refusals.empty()) globals.out << '\n' << texts::import::kFilesRefused.in(lang) << '\n';
  for (const std::string& refusal : refusals) globals.out << "  " << refusal << '\n';
  if (!options.corrects.empty()) globals.out << '\n' << vanishing_text(gone, lang);
  return {};
}

// Before rows are withdrawn the person sees which. False: told not to go on.
core::Result<bool> agreed(const ImportOptions& options, const Settings& settings, asking::Peers& peers,
                          const core::Clock& clock, Globals& globals) {
  if (options.corrects.empty() || options.yes) return true;
  const auto bench = open_bench(settings.common, clock);
  if (!bench) return tl::unexpected(bench.error());
  const auto gone = vanishing_rows(options.corrects, options.files[0], *bench->installation.edition, peers, clock);
  if (!gone) return tl::unexpected(gone.error());
  if (gone->empty()) return true;
  globals.err << vanishing_text(*gone, globals.lang);
  if (::isatty(STDIN_FILENO) == 0 || globals.json) {
    return refuse(core::ErrorKind::kRefused, texts::import::kMustSayYes, gone->size());
  }
  globals.err << globals.say(texts::import::kAsk) << std::flush;
  std::string line;
  std::getline(std::cin, line);
  return line == "y" || line == "Y" || line == "是";
}

int exit_code_of(const std::vector<ImportedFile>& files) {
  const ImportTotals totals = totals_of(files);
  if (totals.failed > 0) return runtime::kExitUsage;
  const auto accepted = totals.sum.verdicts.find(std::string(wire::verdict_name(wire::Verdict::kAccepted)));
  const std::uint64_t good = accepted == totals.sum.verdicts.end() ? 0 : accepted->second;
  return totals.refused == 0 && good + totals.sum.overtaken == totals.sum.rows ? runtime::kExitDone
                                                                               : runtime::kExitSomeRefused;
}

core::Status import_files(const ImportOptions& options, Globals& globals) {
  auto files = orders_of(options);
  if (!files) return tl::unexpected(files.error());
  const auto settings = Home(options.data).read();
  if (!settings) return tl::unexpected(settings.error());
  const core::SystemClock clock;
  asking::Peers peers(settings->common, clock);
  const bool asks = !options.dry_run || !options.corrects.empty();
  if (asks && !peers.ask("intake", wire::verb::kStatus, Json::object(), kFirstAskMs)) {
    return refuse(core::ErrorKind::kUnavailable, texts::import::kNotRunning, options.data);
  }
  if (options.dry_run) return dry_run(options, *files, *settings, peers, clock, globals);
  const auto go_on = agreed(options, *settings, peers, clock, globals);
  if (!go_on) return tl::unexpected(go_on.error());
  if (!*go_on) {
    globals.err << globals.say(texts::import::kGivenUp) << '\n';
    globals.exit_code = runtime::kExitSomeRefused;
    return {};
  }

  const core::Millis began = clock.steady_ms();
  Progress progress(globals.err, ::isatty(STDERR_FILENO) == 1, globals.json, globals.lang, clock);
  auto ended = hand_in_all(*files, peers, clock, progress);
  if (ended) ended = follow(*files, peers, clock, progress);
  if (ended) ended = settle(*files, *settings, peers, clock);
  progress.finish();
  const double seconds = static_cast<double>(clock.steady_ms() - began) / 1'000;
  std::size_t books = 0;
  if (ended && !options.out.empty()) {
    const auto fetched = fetch_workbooks(*files, options.out, peers, clock);
    if (!fetched) ended = tl::unexpected(fetched.error());
    books = fetched.value_or(0);
  }
  globals.exit_code = exit_code_of(*files);
  if (globals.json) {
    globals.out << import_json(*files, seconds).dump() << '\n';
  } else {
    globals.out << import_text(*files, seconds, globals.lang);
    if (books > 0) globals.out << '\n' << say(globals.lang, texts::import::kWorkbooks, options.out, books) << '\n';
  }
  return ended;
}

}  // namespace

void add_import(CLI::App& app, Globals& globals) {
  const auto options = std::make_shared<ImportOptions>();
  CLI::App* command = app.add_subcommand("import", globals.say(texts::import::kAbout));
  command->add_option("FILE", options->files, globals.say(texts::import::kFiles))->type_name("");
  add_data_option(*command, &options->data, globals);
  command->add_option("--submitter", options->submitter, globals.say(texts::import::kSubmitter))->type_name("NAME");
  command->add_option("--manifest", options->manifest, globals.say(texts::import::kManifest))->type_name("CSV");
  command->add_option("--corrects", options->corrects, globals.say(texts::import::kCorrects))->type_name("UPLOAD");
  command->add_flag("--dry-run", options->dry_run, globals.say(texts::import::kDryRun));
  command->add_option("--out", options->out, globals.say(texts::import::kOut))->type_name("PATH");
  command->add_flag("--yes", options->yes, globals.say(texts::import::kYes));
  command->footer(globals.say(texts::import::kFooter));
  command->callback([options, &globals] {
    if (const core::Status done = import_files(*options, globals); !done) fail(globals, done.error());
  });
}

}  // namespace naadam::cli
