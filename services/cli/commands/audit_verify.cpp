#include "cli/commands/audit_verify.hpp"

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <ostream>

#include "cli/globals.hpp"
#include "cli/moment.hpp"
#include "cli/say.hpp"
#include "cli/table.hpp"
#include "cli/texts/history.hpp"
#include "cli/up/home.hpp"
#include "domain/calendar.hpp"
#include "history/segment.hpp"

namespace naadam::cli {
namespace {

namespace fs = std::filesystem;

struct VerifyOptions {
  std::string data, dir, key, sheet;
};

std::string place_text(const store::LogPlace& place) { return fmt::format("{}-{}", place.epoch, place.n); }

bool of_checkpoint(history::FindingKind kind) {
  return kind == history::FindingKind::kCheckpointBroken || kind == history::FindingKind::kForged ||
         kind == history::FindingKind::kNotExtending || kind == history::FindingKind::kKeyRetired ||
         kind == history::FindingKind::kBadHandOver;
}

core::Result<history::WalkOptions> what_to_hold(const VerifyOptions& options, const HistoryPlace& place) {
  std::error_code failed;
  if (!fs::is_directory(place.dir, failed)) {
    return refuse(core::ErrorKind::kInvalid, texts::history::kNoDir, place.dir.string());
  }
  const auto key = seal::PublicKey::read(place.key_file);
  if (!key) {
    const bool missing = key.error().kind == core::ErrorKind::kNotFound;
    return refuse(core::ErrorKind::kInvalid, missing ? texts::history::kNoKey : texts::history::kBadKey,
                  place.key_file.string());
  }
  history::WalkOptions hold{.key = *key, .checkpoint = std::nullopt};
  if (!options.sheet.empty()) {
    const auto text = history::read_file(options.sheet);
    const auto sheet = text ? history::find_checkpoint(*text) : tl::unexpected(text.error());
    if (!sheet) return refuse(core::ErrorKind::kInvalid, texts::history::kBadSheet, options.sheet);
    hold.checkpoint = *sheet;
  }
  return hold;
}

void print_walked(const history::Walked& walked, Globals& globals) {
  nlohmann::json findings = nlohmann::json::array();
  for (const history::Finding& finding : walked.findings) {
    findings.push_back({{"finding", history::finding_name(finding.kind)},
                        {"file", finding.file},
                        {of_checkpoint(finding.kind) ? "checkpoint" : "entry", finding.entry},
                        {"from", finding.from},
                        {"found", finding.found},
                        {"shard", finding.shard},
                        {"text", finding_text(finding, globals.lang)}});
  }
  nlohmann::json json{{"clean", walked.clean()},
                      {"origin", walked.origin},
                      {"entries", walked.entries},
                      {"decisions", walked.records},
                      {"checkpoints", walked.checkpoints},
                      {"covered", walked.covered ? walked.covered->size : 0},
                      {"unfinished_bytes", walked.unfinished_bytes},
                      {"findings", std::move(findings)},
                      {"left_off", walked.left_off}};
  for (const history::KeyTerm& term : walked.keys->terms()) {
    json["signing_keys"].push_back(
        {{"name", term.key.name}, {"since", term.since == 0 ? "" : domain::iso_instant(term.since)}});
  }
  if (walked.covered) json["checkpoint_at"] = domain::iso_instant(walked.covered->at);
  globals.out << json.dump() << '\n';
}

void print(const history::Walked& walked, const HistoryPlace& place, Globals& globals) {
  const Lang lang = globals.lang;
  globals.out << say(lang, texts::history::kPlace, place.dir.string(), place.key_file.string()) << '\n'
              << say(lang, texts::history::kSize, walked.entries, walked.records) << '\n';
  const std::uint64_t covered = walked.covered ? walked.covered->size : 0;
  globals.out << (walked.covered ? say(lang, texts::history::kCovered, walked.checkpoints,
                                       moment(walked.covered->at, lang), covered)
                                 : std::string(globals.say(texts::history::kNotCovered)))
              << '\n';
  if (const auto& terms = walked.keys->terms(); terms.size() > 1) {
    globals.out << say(lang, texts::history::kHandedOver, terms.size() - 1, terms.back().key.name,
                       moment(terms.back().since, lang))
                << '\n';
  }
  if (walked.clean() && walked.entries > covered) {
    globals.out << say(lang, texts::history::kOpenTail, walked.entries - covered) << '\n';
  }
  if (walked.unfinished_bytes > 0)
    globals.out << say(lang, texts::history::kUnfinished, walked.unfinished_bytes) << '\n';
  if (walked.clean()) {
    globals.out << '\n' << globals.say(texts::history::kClean) << '\n';
    return;
  }
  Table table(std::vector<Align>(texts::history::kHeadings.size(), Align::kLeft));
  table.add(heading_row(texts::history::kHeadings, lang));
  const std::size_t shown = std::min(kListShown, walked.findings.size());
  for (std::size_t i = 0; i < shown; ++i) {
    const history::Finding& finding = walked.findings[i];
    table.add({finding.file.empty() ? globals.say(texts::history::kGiven) : finding.file,
               texts::history::kFindings[static_cast<std::size_t>(finding.kind)].first.in(lang),
               finding_text(finding, lang)});
  }
  const std::uint64_t all = walked.findings.size() + walked.left_off;
  globals.out << '\n' << table.text();
  if (all > shown) globals.out << say(lang, texts::history::kMore, all - shown) << '\n';
  globals.out << '\n' << say(lang, texts::history::kWrong, all) << '\n';
}

core::Status verify(const VerifyOptions& options, Globals& globals) {
  const HistoryPlace place = history_place(options.data, options.dir, options.key);
  const auto hold = what_to_hold(options, place);
  if (!hold) return tl::unexpected(hold.error());
  const auto walked = history::walk(place.dir, *hold);
  if (!walked) return tl::unexpected(walked.error());
  if (globals.json) {
    print_walked(*walked, globals);
  } else {
    print(*walked, place, globals);
  }
  globals.exit_code = walked->clean() ? runtime::kExitDone : runtime::kExitSomeRefused;
  return {};
}

}  // namespace

HistoryPlace history_place(const std::string& data, const std::string& dir, const std::string& key_file) {
  const Home home(data);
  const auto settings = home.read();
  HistoryPlace place{home.dir() / "history", (settings ? settings->common.keys() : home.dir() / "keys") / "notary.pub"};
  if (!dir.empty()) {
    place.dir = dir;
    const fs::path beside = fs::absolute(place.dir).lexically_normal().parent_path() / "keys" / "notary.pub";
    std::error_code failed;
    if (fs::exists(beside, failed)) place.key_file = beside;
  }
  if (!key_file.empty()) place.key_file = key_file;
  return place;
}

std::string finding_text(const history::Finding& finding, Lang lang) {
  // A checkpoint's number is counted from 1 already.
  const std::uint64_t entry = of_checkpoint(finding.kind) ? finding.entry : finding.entry + 1;
  const bool of_shard =
      finding.kind == history::FindingKind::kPlacesMissing || finding.kind == history::FindingKind::kPlacesAgain;
  const std::uint64_t second = of_shard ? finding.shard : finding.found + 1;
  return say(lang, texts::history::kFindings[static_cast<std::size_t>(finding.kind)].second, entry, second,
             finding.from + 1, moment(finding.at, lang), place_text(finding.last), place_text(finding.has));
}

void add_audit_verify(CLI::App& audit, Globals& globals) {
  const auto options = std::make_shared<VerifyOptions>();
  CLI::App* command = audit.add_subcommand("verify", globals.say(texts::history::kVerifyAbout));
  command->add_option("DIR", options->dir, globals.say(texts::history::kDir))->type_name("");
  command->add_option("--key", options->key, globals.say(texts::history::kKey))->type_name("FILE");
  command->add_option("--checkpoint", options->sheet, globals.say(texts::history::kSheet))->type_name("FILE");
  add_data_option(*command, &options->data, globals);
  command->footer(globals.say(texts::history::kVerifyFooter));
  command->callback([options, &globals] {
    if (const core::Status done = verify(*options, globals); !done) fail(globals, done.error());
  });
}

}  // namespace naadam::cli
