#include "cli/commands/extend.hpp"

#include <fmt/ranges.h>
#include <pwd.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <ostream>
#include <vector>

#include "cli/moment.hpp"
#include "cli/options.hpp"
#include "cli/remote/opened_store.hpp"
#include "cli/say.hpp"
#include "cli/texts/closes.hpp"
#include "domain/calendar.hpp"
#include "domain/text.hpp"
#include "runtime/installation.hpp"
#include "store/keys.hpp"

namespace naadam::cli {
namespace {

using core::ErrorKind;
using domain::Edition;
using domain::Extension;

struct ExtendOptions {
  std::string data, delegation, until, reason, by;
};

std::string login_name() {
  const passwd* user = ::getpwuid(::geteuid());
  return user != nullptr ? user->pw_name : std::to_string(::geteuid());
}

// In both languages, as an error has it.
tl::unexpected<core::Error> refuse_moment(const Text& text, const std::string& what, core::Millis at) {
  return core::fail(ErrorKind::kRefused, say(Lang::kZh, text, what, moment(at, Lang::kZh)),
                    say(Lang::kEn, text, what, moment(at, Lang::kEn)));
}

core::Result<const domain::Delegation*> delegation_of(const Edition& edition, const std::string& text) {
  const domain::Delegation* named = edition.named_delegation(text);
  if (named == nullptr) {
    std::vector<std::string> names;
    for (const domain::Delegation& d : edition.delegations) {
      if (edition.standing(d).code == d.code) names.push_back(d.zh);
    }
    return refuse(ErrorKind::kInvalid, texts::closes::kNoSuchDelegation, text, fmt::join(names, "、"));
  }
  const domain::Delegation& counts = edition.standing(*named);
  if (counts.code != named->code) return refuse(ErrorKind::kInvalid, texts::closes::kNotItsOwn, named->zh, counts.zh);
  return named;
}

void print(const Edition& before, const Edition& now, Globals& globals) {
  const Extension& made = now.extensions.back();
  const core::Millis closed = before.closes_for(made.delegation);
  const std::string& name = now.find_delegation(made.delegation)->zh;
  const Lang lang = globals.lang;
  if (globals.json) {
    globals.out << nlohmann::ordered_json{{"delegation", made.delegation},
                                          {"delegation_name", name},
                                          {"closed", domain::iso_instant(closed)},
                                          {"closes", domain::iso_instant(made.closes)},
                                          {"reason", made.reason},
                                          {"decided_by", made.decided_by},
                                          {"decided_on", domain::iso_date(made.decided_on)},
                                          {"version_before", before.version},
                                          {"version", now.version}}
                       .dump()
                << '\n';
    return;
  }
  globals.out << say(lang, texts::closes::kExtended, name, moment(closed, lang), moment(made.closes, lang)) << '\n'
              << say(lang, texts::closes::kWhy, made.reason, made.decided_by, domain::iso_date(made.decided_on)) << '\n'
              << say(lang, texts::closes::kVersion, before.version.substr(0, 8), now.version.substr(0, 8)) << '\n';
}

core::Status extend(const ExtendOptions& options, Globals& globals) {
  const core::Millis until = domain::parse_instant(options.until).value_or(0);
  const auto opened = open_store_of(options.data);
  if (!opened) return tl::unexpected(opened.error());
  store::Store& store = *(*opened)->store;
  const auto installation = runtime::load_installation(store);
  if (!installation) return tl::unexpected(installation.error());
  const Edition& edition = *installation->edition;
  const auto delegation = delegation_of(edition, options.delegation);
  if (!delegation) return tl::unexpected(delegation.error());
  const auto now = runtime::installation_now(store, *installation);
  if (!now) return tl::unexpected(now.error());
  if (until <= *now) return refuse_moment(texts::closes::kPast, domain::iso_instant(until), *now);
  const core::Millis closes = edition.closes_for((*delegation)->code);
  if (until <= closes) return refuse_moment(texts::closes::kNoLater, (*delegation)->zh, closes);

  const auto extended =
      domain::extended(edition, {(*delegation)->code, until, options.reason,
                                 options.by.empty() ? login_name() : options.by, domain::local_date(*now)});
  if (!extended) return tl::unexpected(extended.error());
  const auto in_force = store.get_fact(store::keys::kEdition);
  if (!in_force) return tl::unexpected(in_force.error());
  if (*in_force != edition.version) return refuse(ErrorKind::kRefused, texts::closes::kMeanwhile);
  if (auto published = runtime::publish(store, *extended, *installation->winners); !published) return published;
  print(edition, *extended, globals);
  return {};
}

CLI::Validator one_line(std::size_t characters_max, Lang lang) {
  return {[=](std::string& text) {
            const std::size_t n = domain::code_points(domain::plain_text(text));
            const bool fits = n > 0 && n <= characters_max && text.find_first_of("\r\n") == std::string::npos;
            return fits ? std::string{} : say(lang, texts::closes::kOneLine, characters_max);
          },
          ""};
}

}  // namespace

void add_extend(CLI::App& app, Globals& globals) {
  const auto options = std::make_shared<ExtendOptions>();
  const Lang lang = globals.lang;
  CLI::App* command = app.add_subcommand("extend", globals.say(texts::closes::kExtendAbout));
  command->add_option("--delegation", options->delegation, globals.say(texts::closes::kDelegation))
      ->type_name("NAME")
      ->required();
  command->add_option("--until", options->until, globals.say(texts::closes::kUntil))
      ->type_name("TIME")
      ->required()
      ->check(an_instant(lang));
  command->add_option("--reason", options->reason, globals.say(texts::closes::kReason))
      ->type_name("TEXT")
      ->required()
      ->check(one_line(Extension::kReasonMax, lang));
  command->add_option("--by", options->by, globals.say(texts::closes::kBy))
      ->type_name("NAME")
      ->check(one_line(Extension::kDecidedByMax, lang));
  add_data_option(*command, &options->data, globals);
  command->footer(globals.say(texts::closes::kExtendFooter));
  command->callback([options, &globals] {
    if (const core::Status done = extend(*options, globals); !done) fail(globals, done.error());
  });
}

}  // namespace naadam::cli
