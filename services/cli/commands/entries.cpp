#include "cli/commands/entries.hpp"

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <ostream>
#include <set>

#include "asking/peers.hpp"
#include "cli/options.hpp"
#include "cli/remote/patience.hpp"
#include "cli/say.hpp"
#include "cli/table.hpp"
#include "cli/texts/entry.hpp"
#include "cli/texts/judge.hpp"
#include "cli/up/home.hpp"
#include "wire/verbs.hpp"
#include "wire/verdict.hpp"

namespace naadam::cli {
namespace {

constexpr std::int64_t kLimitMax = 10'000'000;

struct EntriesOptions {
  std::string data, verdict, event, delegation;
  std::size_t limit = 50;
};

std::vector<std::string> row_of(const Json& entry, Lang lang) {
  const auto text = [&](const char* key) { return entry.value(key, std::string()); };
  const auto named = [&](const char* name, const char* code) { return text(name).empty() ? text(code) : text(name); };
  std::string verdict = text("verdict");
  for (std::size_t i = 0; i < texts::judge::kVerdicts.size(); ++i) {
    if (verdict == wire::verdict_name(static_cast<wire::Verdict>(i))) verdict = texts::judge::kVerdicts[i].in(lang);
  }
  const bool withdrawn = entry.value("withdrawn", false);
  const bool conflict = entry.value("conflict", false);
  return {text("entry"),
          verdict,
          named("event_name", "event"),
          named("group_name", "group"),
          named("delegation_name", "delegation"),
          withdrawn  ? texts::entry::list::kWithdrawn.in(lang)
          : conflict ? texts::entry::list::kConflict.in(lang)
                     : ""};
}

core::Status list(const EntriesOptions& options, Globals& globals) {
  const auto settings = Home(options.data).read();
  if (!settings) return tl::unexpected(settings.error());
  const core::SystemClock clock;
  asking::Peers peers(settings->common, clock);
  Table table(std::vector(texts::entry::list::kHeadings.size(), Align::kLeft));
  std::vector<std::string> headings;
  for (const Text& heading : texts::entry::list::kHeadings) headings.emplace_back(heading.in(globals.lang));
  table.add(std::move(headings));

  std::set<std::string> shown;  // a record that moved while we paged may come twice
  Json ask{{"cursor", ""}, {"verdict", options.verdict}, {"event", options.event}, {"delegation", options.delegation}};
  std::string cursor;
  bool more = false;
  do {
    const auto page = peers.ask_until("intake", wire::verb::kEntryList, ask, kLookMs);
    if (!page) return tl::unexpected(page.error());
    const Json entries = page->value("entries", Json::array());
    for (const Json& entry : entries) {
      const std::string id = entry.value("entry", std::string());
      if (shown.contains(id)) continue;
      if (shown.size() == options.limit) {
        more = true;
        break;
      }
      shown.insert(id);
      if (globals.json) {
        globals.out << entry.dump(-1, ' ', false, Json::error_handler_t::replace) << '\n';
      } else {
        table.add(row_of(entry, globals.lang));
      }
    }
    cursor = page->value("cursor", std::string());
    ask["cursor"] = cursor;
  } while (!more && !cursor.empty());
  if (globals.json) return {};
  if (!table.empty()) globals.out << table.text("");
  globals.out << say(globals.lang, more ? texts::entry::list::kMore : texts::entry::list::kSum, shown.size()) << '\n';
  return {};
}

}  // namespace

void add_entries(CLI::App& app, Globals& globals) {
  const auto options = std::make_shared<EntriesOptions>();
  const Lang lang = globals.lang;
  CLI::App* command = app.add_subcommand("entries", globals.say(texts::entry::list::kAbout));
  command->add_option("--verdict", options->verdict, globals.say(texts::entry::list::kVerdict))
      ->type_name("accepted|needs_evidence|refused|returned|none")
      ->check(one_of({"accepted", "needs_evidence", "refused", "returned", "none"}, lang));
  command->add_option("--event", options->event, globals.say(texts::entry::list::kEvent))->type_name("EVENT");
  command->add_option("--delegation", options->delegation, globals.say(texts::entry::list::kDelegation))
      ->type_name("NAME");
  command->add_option("--limit", options->limit, globals.say(texts::entry::list::kLimit))
      ->type_name("N")
      ->check(in_range(1, kLimitMax, lang));
  add_data_option(*command, &options->data, globals);
  command->footer(globals.say(texts::entry::list::kFooter));
  command->callback([options, &globals] {
    if (const core::Status done = list(*options, globals); !done) fail(globals, done.error());
  });
}

}  // namespace naadam::cli
