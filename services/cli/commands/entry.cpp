#include "cli/commands/entry.hpp"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "asking/peers.hpp"
#include "cli/moment.hpp"
#include "cli/remote/patience.hpp"
#include "cli/say.hpp"
#include "cli/texts/entry.hpp"
#include "cli/texts/judge.hpp"
#include "cli/texts/status.hpp"
#include "cli/told_text.hpp"
#include "cli/up/home.hpp"
#include "core/id.hpp"
#include "domain/calendar.hpp"
#include "wire/verbs.hpp"
#include "wire/verdict.hpp"

namespace naadam::cli {
namespace {

struct EntryOptions {
  std::string data, id, document;
  bool full = false;
  bool all_findings = false;
};

core::Result<Json> question(const EntryOptions& options, Globals& globals) {
  if (options.id.empty() == options.document.empty()) return refuse(core::ErrorKind::kInvalid, texts::entry::kNeither);
  Json ask{{"full", options.full}};
  if (!options.id.empty()) {
    if (!core::id_from_hex(options.id)) return refuse(core::ErrorKind::kInvalid, texts::entry::kBadId);
    ask["entry"] = options.id;
    return ask;
  }
  if (options.document != "-") return refuse(core::ErrorKind::kInvalid, texts::entry::kOnlyDash);
  if (::isatty(STDIN_FILENO) == 1) globals.err << globals.say(texts::entry::kAskDocument) << std::flush;
  std::string line;
  std::getline(std::cin, line);
  ask["document"] = line;
  return ask;
}

// The word for a code that a service used, as one of `names`, whose order is the enum's.
template <class Names, class NameOf>
std::string word(const Names& names, const std::string& code, NameOf name_of, Lang lang) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (code == name_of(i)) return names[i].in(lang);
  }
  return code;
}

std::string verdict_word(const std::string& code, Lang lang) {
  return word(
      texts::judge::kVerdicts, code, [](std::size_t i) { return wire::verdict_name(static_cast<wire::Verdict>(i)); },
      lang);
}

std::string text_at(const Json& object, const char* key) { return object.value(key, std::string()); }

std::string findings_text(const Json& claim, bool all, bool conflict, Lang lang) {
  if (claim["findings"].empty()) return std::string("    ") + texts::entry::kNotJudged.in(lang) + "\n";
  std::string text;
  for (const Json& finding : claim["findings"]) {
    const std::string result = text_at(finding, "result");
    if (!all && result != "fail" && result != "needs_evidence") continue;
    const std::string inputs = text_at(finding, "inputs");
    text += "    " +
            say(lang, texts::entry::kFinding,
                word(
                    texts::judge::kRules, text_at(finding, "rule"),
                    [](std::size_t i) { return wire::rule_name(static_cast<wire::Rule>(i)); }, lang),
                word(
                    texts::judge::kResults, result,
                    [](std::size_t i) { return wire::rule_result_name(static_cast<wire::RuleResult>(i)); }, lang),
                text_at(finding, "text"), text_at(finding, "clause") + (inputs.empty() ? "" : "；" + inputs)) +
            "\n";
  }
  if (text.empty()) text = std::string("    ") + texts::entry::kAllPass.in(lang) + "\n";
  if (conflict) text += std::string("    ") + texts::entry::kConflictWhy.in(lang) + "\n";
  return text;
}

std::string claim_text(const Json& claim, bool all_findings, bool conflict, Lang lang) {
  const auto received = claim.value("accepted_at", core::Millis{0});
  std::string text = "\n  " +
                     say(lang, texts::entry::kClaim, text_at(claim, "submitter"), claim.value("upload_number", 0),
                         text_at(claim, "file_name"), claim.value("data_row", 0), moment(received, lang)) +
                     (claim.value("withdrawn", false) ? texts::entry::kWithdrawn.in(lang) : "") + "\n  " +
                     say(lang, texts::entry::kClaimUpload, text_at(claim, "upload")) + "\n";
  for (const auto& [key, name] : texts::entry::kFields) {
    const std::string value = text_at(claim["fields"], std::string(key).c_str());
    if (!value.empty()) text += "    " + std::string(name.in(lang)) + "  " + value + "\n";
  }
  if (claim.value("withdrawn", false)) return text;
  return text + "  " + say(lang, texts::entry::kVerdict, verdict_word(text_at(claim, "verdict"), lang)) + "\n" +
         findings_text(claim, all_findings, conflict && text_at(claim, "verdict") == "returned", lang);
}

std::string notice_text(const Json& entry, Lang lang) {
  if (text_at(entry, "recipient").empty()) return texts::entry::kNoNotice.in(lang);
  if (entry["notices"].empty()) return texts::entry::kNoticeLater.in(lang);
  std::string text;
  for (const Json& notice : entry["notices"]) {
    const std::string state = text_at(notice, "state");
    std::string shown = state;
    for (const auto& [code, name] : texts::status::kNoticeStates) {
      if (state == code) shown = name.in(lang);
    }
    const std::string of = notice_reason_word(text_at(notice, "reason"), lang);
    text += text.empty() ? "" : "\n";
    text += of.empty() ? say(lang, texts::entry::kNotice, shown) : say(lang, texts::entry::kNoticeOf, of, shown);
  }
  return text;
}

std::string entry_text(const Json& entry, const EntryOptions& options, Lang lang) {
  const auto named = [&](const char* key) {
    const std::string name = text_at(entry, key);
    return name.empty() ? std::string(texts::entry::kNoName.in(lang)) : name;
  };
  std::string text =
      say(lang, texts::entry::kEntry, text_at(entry, "entry")) + "\n" +
      say(lang, texts::entry::kWhat, named("event_name"), named("group_name"), named("delegation_name")) + "\n" +
      say(lang, texts::entry::kVerdict, verdict_word(text_at(entry, "verdict"), lang));
  if (entry.value("conflict", false)) text += texts::entry::kConflict.in(lang);
  if (entry.value("withdrawn", false)) text += texts::entry::kWithdrawn.in(lang);
  text += "\n" + notice_text(entry, lang) + "\n";
  for (const std::string& line : told_lines(entry, lang)) text += line + "\n";
  const bool judged = text_at(entry, "verdict") != wire::verdict_name(wire::Verdict::kNone);
  if (judged && !entry.value("judged_by_edition_in_force", true)) {
    text += std::string(texts::entry::kOldEdition.in(lang)) + "\n";
  }
  for (const Json& claim : entry["claims"]) {
    text += claim_text(claim, options.all_findings, entry.value("conflict", false), lang);
  }
  return text;
}

core::Status show(const EntryOptions& options, Globals& globals) {
  const auto ask = question(options, globals);
  if (!ask) return tl::unexpected(ask.error());
  const auto settings = Home(options.data).read();
  if (!settings) return tl::unexpected(settings.error());
  const core::SystemClock clock;
  asking::Peers peers(settings->common, clock);
  auto answer = peers.ask_until("intake", wire::verb::kEntryShow, *ask, kLookMs);
  if (!answer) return tl::unexpected(answer.error());
  bool first = true;
  for (Json& entry : (*answer)["entries"]) {
    entry["notices"] = Json::array();
    if (const std::string recipient = text_at(entry, "recipient"); !recipient.empty()) {
      const auto notices = peers.ask_until("notification", wire::verb::kNoticeOf,
                                           Json{{"entry", entry["entry"]}, {"recipient", recipient}}, kLookMs);
      if (!notices) return tl::unexpected(notices.error());
      entry["notices"] = notices->value("notices", Json::array());
    }
    if (globals.json) {
      globals.out << entry.dump(-1, ' ', false, Json::error_handler_t::replace) << '\n';
    } else {
      globals.out << (first ? "" : "\n") << entry_text(entry, options, globals.lang);
    }
    first = false;
  }
  if (!globals.json && !options.full) globals.out << '\n' << globals.say(texts::entry::kMasked) << '\n';
  return {};
}

}  // namespace

void add_entry(CLI::App& app, Globals& globals) {
  const auto options = std::make_shared<EntryOptions>();
  CLI::App* command = app.add_subcommand("entry", globals.say(texts::entry::kAbout));
  command->add_option("ID", options->id, globals.say(texts::entry::kId))->type_name("");
  command->add_option("--document", options->document, globals.say(texts::entry::kDocument))->type_name("-");
  command->add_flag("--full", options->full, globals.say(texts::entry::kFull));
  command->add_flag("--all", options->all_findings, globals.say(texts::entry::kAllFindings));
  add_data_option(*command, &options->data, globals);
  command->footer(globals.say(texts::entry::kFooter));
  command->callback([options, &globals] {
    if (const core::Status done = show(*options, globals); !done) fail(globals, done.error());
  });
}

}  // namespace naadam::cli
