#include "cli/commands/closes.hpp"

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <ostream>
#include <utility>

#include "cli/edition_file.hpp"
#include "cli/moment.hpp"
#include "cli/remote/opened_store.hpp"
#include "cli/say.hpp"
#include "cli/table.hpp"
#include "cli/texts/closes.hpp"
#include "domain/calendar.hpp"
#include "runtime/installation.hpp"

namespace naadam::cli {
namespace {

using domain::Edition;

struct ClosesOptions {
  std::string data, edition;
  bool source = false;
};

struct Looked {
  std::shared_ptr<const Edition> edition;
  core::Millis now = 0;
};

core::Result<Looked> look(const ClosesOptions& options) {
  if (!options.edition.empty()) {
    auto edition = find_edition(options.edition);
    if (!edition) return tl::unexpected(edition.error());
    return Looked{std::make_shared<const Edition>(std::move(*edition)), core::wall_ms()};
  }
  const auto opened = open_store_of(options.data);
  if (!opened) return tl::unexpected(opened.error());
  const auto installation = runtime::load_installation(*(*opened)->store);
  if (!installation) return tl::unexpected(installation.error());
  const auto now = runtime::installation_now(*(*opened)->store, *installation);
  if (!now) return tl::unexpected(now.error());
  return Looked{installation->edition, *now};
}

const Text& state_of(const Edition& edition, core::Millis closes, core::Millis now) {
  if (now < edition.entry_opens) return texts::closes::kNotYet;
  return now <= closes ? texts::closes::kOpen : texts::closes::kClosed;
}

std::string closes_text(const Looked& looked, Lang lang) {
  const Edition& edition = *looked.edition;
  Table table({Align::kLeft, Align::kLeft, Align::kLeft, Align::kLeft});
  table.add(heading_row(texts::closes::kHeadings, lang));
  for (const domain::Delegation& delegation : edition.delegations) {
    if (edition.standing(delegation).code != delegation.code) continue;
    const core::Millis closes = edition.closes_for(delegation.code);
    std::string why;
    for (const domain::Extension& extension : edition.extensions) {
      if (extension.delegation != delegation.code) continue;
      why += (why.empty()         ? ""
              : lang == Lang::kZh ? "；"
                                  : "; ") +
             say(lang, texts::closes::kDecided, extension.reason, extension.decided_by,
                 domain::iso_date(extension.decided_on));
    }
    table.add({lang == Lang::kZh ? delegation.zh : delegation.en, moment(closes, lang),
               state_of(edition, closes, looked.now).in(lang), std::move(why)});
  }
  return say(lang, texts::closes::kHead, lang == Lang::kZh ? edition.zh : edition.en, edition.version.substr(0, 8),
             moment(edition.entry_opens, lang), moment(edition.entry_closes, lang), moment(looked.now, lang)) +
         "\n\n" + table.text();
}

nlohmann::ordered_json closes_json(const Looked& looked) {
  using OrderedJson = nlohmann::ordered_json;
  const Edition& edition = *looked.edition;
  OrderedJson delegations = OrderedJson::array();
  for (const domain::Delegation& delegation : edition.delegations) {
    if (edition.standing(delegation).code != delegation.code) continue;
    const core::Millis closes = edition.closes_for(delegation.code);
    OrderedJson extensions = OrderedJson::array();
    for (const domain::Extension& extension : edition.extensions) {
      if (extension.delegation != delegation.code) continue;
      extensions.push_back({{"closes", domain::iso_instant(extension.closes)},
                            {"reason", extension.reason},
                            {"decided_by", extension.decided_by},
                            {"decided_on", domain::iso_date(extension.decided_on)}});
    }
    delegations.push_back({{"delegation", delegation.code},
                           {"delegation_name", delegation.zh},
                           {"closes", domain::iso_instant(closes)},
                           {"open", looked.now >= edition.entry_opens && looked.now <= closes},
                           {"extensions", std::move(extensions)}});
  }
  return {{"edition", edition.id},
          {"version", edition.version},
          {"now", domain::iso_instant(looked.now)},
          {"opens", domain::iso_instant(edition.entry_opens)},
          {"closes", domain::iso_instant(edition.entry_closes)},
          {"delegations", std::move(delegations)}};
}

core::Status closes(const ClosesOptions& options, Globals& globals) {
  const auto looked = look(options);
  if (!looked) return tl::unexpected(looked.error());
  if (options.source) {
    globals.out << looked->edition->source;
  } else if (globals.json) {
    globals.out << closes_json(*looked).dump() << '\n';
  } else {
    globals.out << closes_text(*looked, globals.lang);
  }
  return {};
}

}  // namespace

void add_closes(CLI::App& app, Globals& globals) {
  const auto options = std::make_shared<ClosesOptions>();
  CLI::App* command = app.add_subcommand("closes", globals.say(texts::closes::kClosesAbout));
  command->add_option("--edition", options->edition, globals.say(texts::closes::kEdition))->type_name("EDITION");
  command->add_flag("--source", options->source, globals.say(texts::closes::kSource));
  add_data_option(*command, &options->data, globals);
  command->footer(globals.say(texts::closes::kClosesFooter));
  command->callback([options, &globals] {
    if (const core::Status done = closes(*options, globals); !done) fail(globals, done.error());
  });
}

}  // namespace naadam::cli
