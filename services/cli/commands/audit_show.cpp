#include "cli/commands/audit_show.hpp"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <tuple>

#include "cli/commands/audit_verify.hpp"
#include "cli/edition_file.hpp"
#include "cli/globals.hpp"
#include "cli/say.hpp"
#include "cli/texts/entry.hpp"
#include "cli/texts/history.hpp"
#include "cli/texts/judge.hpp"
#include "cli/texts/status.hpp"
#include "cli/told_text.hpp"
#include "cli/up/home.hpp"
#include "domain/calendar.hpp"
#include "domain/person_key.hpp"
#include "domain/reason.hpp"
#include "history/walk.hpp"
#include "intake/rules/told.hpp"
#include "notification/rules/delivery.hpp"
#include "seal/seal.hpp"
#include "wire/entry.hpp"
#include "wire/identity.hpp"
#include "wire/notice.hpp"
#include "wire/stages.hpp"

namespace naadam::cli {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kOwnerBytes = 8;  // of an id: what all entries of one person begin with
constexpr std::size_t kCheckBytes = 4;  // at the end of a stored state
constexpr std::size_t kIdHexBytes = 2 * core::kIdBytes;

struct ShowOptions {
  std::string data, id, document, dir, key, edition = "2021";
};

// One decision about one record.
struct HistoryStep {
  std::uint64_t number = 0;
  core::Millis at = 0;
  std::string who;
  store::Kind kind = store::Kind::kEntry;
  store::Stage from = 0, to = 0;
  core::Rev before, after;
  std::string state;  // without its check
};
using Steps = std::map<core::Id, std::vector<HistoryStep>>;

// What the ids looked for begin with: a whole id, or the owner's part of it.
core::Result<std::string> wanted(const ShowOptions& options, Globals& globals) {
  if (options.id.empty() == options.document.empty()) {
    return refuse(core::ErrorKind::kInvalid, texts::entry::kNeither);
  }
  if (!options.id.empty()) {
    const auto id = options.id.size() == kIdHexBytes ? core::id_from_hex(options.id) : std::nullopt;
    if (!id) return refuse(core::ErrorKind::kInvalid, texts::entry::kBadId);
    return std::string(id->view());
  }
  if (options.document != "-") return refuse(core::ErrorKind::kInvalid, texts::entry::kOnlyDash);
  if (::isatty(STDIN_FILENO) == 1) globals.err << globals.say(texts::entry::kAskDocument) << std::flush;
  std::string line;
  std::getline(std::cin, line);
  const auto settings = Home(options.data).read();
  if (!settings) return tl::unexpected(settings.error());
  const auto keys = seal::KeyRing::open(settings->common.keys(), seal::KeyMode::kExisting);
  if (!keys) return tl::unexpected(keys.error());
  const std::string key = domain::document_key_text(line);
  if (key.empty()) return refuse(core::ErrorKind::kInvalid, texts::history::kNothing);
  return std::string(seal::keyed_hash(keys->lookup(), wire::kPersonLabel, key).view().substr(0, kOwnerBytes));
}

void collect(const history::Entry& entry, store::Kind kind, const auto& is_wanted, Steps& steps) {
  const store::LogEntry& d = entry.decided;
  if (d.kind != kind) return;
  for (std::size_t i = 0; i < d.size(); ++i) {
    const std::string_view id = std::string_view(d.ids).substr(i * core::kIdBytes, core::kIdBytes);
    if (!is_wanted(id)) continue;
    const std::string_view state = store::column_cell(d.states, d.size(), i);
    const auto rev = [i](const std::string& revs) {
      return revs.empty() ? core::Rev{}
                          : core::Rev::from(std::string_view(revs).substr(i * core::kRevBytes, core::kRevBytes));
    };
    steps[core::Id::from(id)].push_back(
        {entry.number, d.at, d.who, d.kind, d.from, d.to, rev(d.before), rev(d.after),
         std::string(state.substr(0, std::max(state.size(), kCheckBytes) - kCheckBytes))});
  }
}

// The notices that steps of an entry speak of.
std::map<core::Id, core::Id> notices_of(const Steps& entries) {
  std::map<core::Id, core::Id> notices;
  for (const auto& [entry, steps] : entries) {
    for (const HistoryStep& step : steps) {
      const auto state = wire::decode_entry_state(step.state);
      if (!state || !state->has_recipient) continue;
      for (const wire::NoticeReason reason : wire::kNoticeReasons) {
        notices[wire::notice_id(state->recipient, entry, reason)] = entry;
      }
    }
  }
  return notices;
}

std::string stage_word(const HistoryStep& step, store::Stage stage, Lang lang) {
  const auto& names = step.kind == store::Kind::kNotice ? texts::history::kNoticeStages : texts::history::kEntryStages;
  return stage >= 1 && stage <= names.size() ? names[stage - 1u].in(lang) : std::to_string(stage);
}

std::string delivery_word(std::uint8_t shown, Lang lang) {
  const std::string_view code = notification::delivery_state_name(static_cast<notification::DeliveryState>(shown));
  for (const auto& [name, text] : texts::status::kNoticeStates) {
    if (name == code) return text.in(lang);
  }
  return std::string(code);
}

const char* verdict_word(wire::Verdict verdict, Lang lang) {
  return texts::judge::kVerdicts[static_cast<std::size_t>(verdict)].in(lang);
}

// What of the deciding claim did not simply pass.
std::vector<std::pair<wire::Finding, domain::Rendered>> findings_of(const wire::EntryState& state,
                                                                    const domain::Edition& edition) {
  std::vector<std::pair<wire::Finding, domain::Rendered>> found;
  if (state.targets.empty() || state.verdict == wire::Verdict::kNone) return found;
  for (std::size_t rule = 0; rule < wire::kRules; ++rule) {
    const wire::Finding finding = state.targets.front().reasons.at(static_cast<wire::Rule>(rule));
    if (finding.result != wire::RuleResult::kFail && finding.result != wire::RuleResult::kNeedsEvidence) continue;
    found.emplace_back(finding, domain::render(finding.reason, finding.detail, edition, {state.delegation, 0}));
  }
  return found;
}

Json step_json(const HistoryStep& step, bool covered, const domain::Edition& edition) {
  Json json{{"number", step.number},
            {"covered", covered},
            {"at", domain::iso_instant(step.at)},
            {"at_ms", step.at},
            {"who", step.who},
            {"kind", std::string(1, static_cast<char>(step.kind))},
            {"from", step.from},
            {"to", step.to},
            {"rev_before", core::to_hex(step.before.bytes())},
            {"rev_after", core::to_hex(step.after.bytes())}};
  if (step.kind == store::Kind::kNotice) {
    if (const auto state = wire::decode_notice_state(step.state)) {
      json["reason"] = wire::notice_reason_name(state->reason);
      json["verdict"] = wire::verdict_name(state->verdict);
      json["state"] = notification::delivery_state_name(static_cast<notification::DeliveryState>(state->shown));
    }
    return json;
  }
  const auto state = wire::decode_entry_state(step.state);
  if (!state) return json;
  json["verdict"] = wire::verdict_name(state->verdict);
  json["conflict"] = state->has(wire::entry_flag::kConflict);
  json["withdrawn"] = state->has(wire::entry_flag::kWithdrawn);
  json.update(intake::told_of(*state));
  json["findings"] = Json::array();
  for (const auto& [finding, said] : findings_of(*state, edition)) {
    json["findings"].push_back({{"rule", wire::rule_name(finding.rule)},
                                {"result", wire::rule_result_name(finding.result)},
                                {"clause", said.clause},
                                {"text", said.text}});
  }
  return json;
}

std::string step_text(const HistoryStep& step, bool covered, const domain::Edition& edition, Lang lang) {
  std::string text =
      "  " +
      say(lang, texts::history::kStep, domain::iso_instant(step.at), step.who,
          say(lang, texts::history::kChange, stage_word(step, step.from, lang), stage_word(step, step.to, lang))) +
      "\n";
  const auto line = [&text](const std::string& words_of_line) { text += "    " + words_of_line + "\n"; };
  if (step.kind == store::Kind::kNotice) {
    if (const auto state = wire::decode_notice_state(step.state)) {
      const std::string of = notice_reason_word(wire::notice_reason_name(state->reason), lang);
      line(say(lang, texts::history::kNotice, of.empty() ? verdict_word(state->verdict, lang) : of,
               delivery_word(state->shown, lang)));
    }
  } else if (step.to == wire::entry_stage::kReceived) {
    line(texts::history::kRenewed.in(lang));
  } else if (const auto state = wire::decode_entry_state(step.state)) {
    line(say(lang, texts::history::kVerdict, verdict_word(state->verdict, lang)) +
         (state->has(wire::entry_flag::kConflict) ? texts::history::kConflict.in(lang) : "") +
         (state->has(wire::entry_flag::kWithdrawn) ? texts::history::kWithdrawn.in(lang) : ""));
    const auto findings = findings_of(*state, edition);
    for (const auto& [finding, said] : findings) {
      line(say(lang, texts::history::kFinding, texts::judge::kRules[static_cast<std::size_t>(finding.rule)].in(lang),
               texts::judge::kResults[static_cast<std::size_t>(finding.result)].in(lang), said.text, said.clause));
    }
    if (findings.empty()) line(texts::history::kAllPass.in(lang));
    for (const std::string& told : told_lines(intake::told_of(*state), lang)) line(told);
  }
  line(say(lang, texts::history::kNumber, step.number + 1,
           (covered ? texts::history::kIsCovered : texts::history::kIsOpen).in(lang)));
  return text;
}

core::Status show(const ShowOptions& options, Globals& globals) {
  const auto prefix = wanted(options, globals);
  if (!prefix) return tl::unexpected(prefix.error());
  const auto edition = find_edition(options.edition);
  if (!edition) return tl::unexpected(edition.error());
  const HistoryPlace place = history_place(options.data, options.dir, options.key);
  const auto key = seal::PublicKey::read(place.key_file);
  if (!key) return refuse(core::ErrorKind::kInvalid, texts::history::kNoKey, place.key_file.string());
  const history::WalkOptions hold{.key = *key, .checkpoint = std::nullopt};
  Steps steps, notice_steps;
  const auto walked = history::walk(place.dir, hold, [&](const history::Entry& entry) {
    collect(entry, store::Kind::kEntry, [&](std::string_view id) { return id.starts_with(*prefix); }, steps);
  });
  if (!walked && walked.error().kind == core::ErrorKind::kNotFound) {
    return refuse(core::ErrorKind::kInvalid, texts::history::kNoDir, place.dir.string());
  }
  if (!walked) return tl::unexpected(walked.error());
  if (steps.empty()) return refuse(core::ErrorKind::kNotFound, texts::history::kNothing);
  // A notice may stand before what it tells of: shards are read one after the other.
  const auto notices = notices_of(steps);
  const auto again = history::walk(place.dir, hold, [&](const history::Entry& entry) {
    collect(
        entry, store::Kind::kNotice, [&](std::string_view id) { return notices.contains(core::Id::from(id)); },
        notice_steps);
  });
  if (!again) return tl::unexpected(again.error());
  for (const auto& [notice, some] : notice_steps) {
    auto& all = steps[notices.at(notice)];
    all.insert(all.end(), some.begin(), some.end());
  }
  const std::uint64_t covered = walked->covered ? walked->covered->size : 0;
  for (auto& [entry, all] : steps) {
    std::ranges::sort(all, {},
                      [](const HistoryStep& step) { return std::tuple(step.at, step.number, step.after.hash); });
    if (globals.json) {
      Json list = Json::array();
      for (const HistoryStep& step : all) list.push_back(step_json(step, step.number < covered, *edition));
      globals.out << Json{{"entry", core::to_hex(entry)}, {"clean", walked->clean()}, {"steps", std::move(list)}}.dump()
                  << '\n';
      continue;
    }
    globals.out << say(globals.lang, texts::history::kEntry, core::to_hex(entry)) << '\n';
    for (const HistoryStep& step : all) globals.out << step_text(step, step.number < covered, *edition, globals.lang);
  }
  if (!walked->clean()) {
    globals.exit_code = runtime::kExitSomeRefused;
    if (!globals.json) {
      globals.out << '\n'
                  << say(globals.lang, texts::history::kHistoryWrong, walked->findings.size() + walked->left_off)
                  << '\n';
    }
  }
  return {};
}

}  // namespace

void add_audit_show(CLI::App& audit, Globals& globals) {
  const auto options = std::make_shared<ShowOptions>();
  CLI::App* command = audit.add_subcommand("show", globals.say(texts::history::kShowAbout));
  command->add_option("ENTRY", options->id, globals.say(texts::entry::kId))->type_name("");
  command->add_option("--document", options->document, globals.say(texts::entry::kDocument))->type_name("-");
  command->add_option("--history", options->dir, globals.say(texts::history::kDir))->type_name("DIR");
  command->add_option("--key", options->key, globals.say(texts::history::kKey))->type_name("FILE");
  command->add_option("--edition", options->edition, globals.say(texts::history::kEdition))->type_name("EDITION");
  add_data_option(*command, &options->data, globals);
  command->footer(globals.say(texts::history::kShowFooter));
  command->callback([options, &globals] {
    if (const core::Status done = show(*options, globals); !done) fail(globals, done.error());
  });
}

}  // namespace naadam::cli
