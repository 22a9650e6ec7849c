#include "cli/commands/publish.hpp"

#include <CLI/CLI.hpp>
#include <memory>
#include <ostream>

#include "cli/edition_file.hpp"
#include "cli/options.hpp"
#include "cli/say.hpp"
#include "cli/texts/deploy.hpp"
#include "cli/texts/up.hpp"
#include "cli/up/home.hpp"
#include "cli/up/publishing.hpp"
#include "runtime/service_host.hpp"
#include "seal/signing_keys.hpp"
#include "store/keys.hpp"

namespace naadam::cli {
namespace {

constexpr const char* kNotaryKey = "notary";  // which the notary opens by this name, and makes where it may

struct PublishOptions {
  std::string data;
  Publication publication;
  std::filesystem::path password_file;  // empty: as in the settings
  bool keys_only = false;
  bool next_signing_key = false;
};

core::Status make_keys(const PublishOptions& options, const Settings& settings, Globals& globals) {
  const std::string& named = options.publication.edition;
  const auto edition = find_edition(named.empty() ? "2021" : named);
  if (!edition) return tl::unexpected(edition.error());
  auto keys = seal::KeyRing::open(settings.common.keys(), seal::KeyMode::kCreate);
  if (!keys) return tl::unexpected(keys.error());
  if (const auto made = keys->make_edition(edition->id); !made) return tl::unexpected(made.error());
  const seal::SigningKeys signing(settings.common.keys(), kNotaryKey);
  if (const auto first = signing.first(); !first) return tl::unexpected(first.error());
  if (options.next_signing_key) {
    const auto next = signing.make_next();
    if (!next) return tl::unexpected(next.error());
    globals.out << say(globals.lang, texts::deploy::kNextSigningKeyMade, next->public_key().name) << '\n';
  }
  globals.out << say(globals.lang, texts::deploy::kKeysMade, settings.common.keys().string()) << '\n';
  return {};
}

core::Status publish_to_store(PublishOptions& options, Globals& globals) {
  if (auto fine = check(options.publication); !fine) return fine;
  auto settings = Home(options.data).read();
  if (!settings) return tl::unexpected(settings.error());
  if (!options.password_file.empty()) settings->common.store_password_file = options.password_file;
  if (options.keys_only || options.next_signing_key) return make_keys(options, *settings, globals);

  auto keys = seal::KeyRing::open(settings->common.keys(), seal::KeyMode::kCreate);
  if (!keys) return tl::unexpected(keys.error());
  const core::SystemClock clock;
  const auto store = runtime::open_store(settings->common, clock, 1);
  if (!store) return tl::unexpected(store.error());
  const auto before = (*store)->get_fact(store::keys::kEdition);
  if (!before) return tl::unexpected(before.error());
  const auto installation = publish(options.publication, *keys, **store);
  if (!installation) return tl::unexpected(installation.error());
  const domain::Edition& edition = *installation->edition;
  globals.out << say(globals.lang, texts::deploy::kPublished, edition.id, edition.version) << '\n';
  if (*before && **before != edition.version) {
    globals.out << say(globals.lang, texts::deploy::kToBeJudgedAgain, (*before)->substr(0, 8)) << '\n';
  }
  return {};
}

}  // namespace

void add_publish(CLI::App& app, Globals& globals) {
  const auto options = std::make_shared<PublishOptions>();
  CLI::App* command = app.add_subcommand("publish", globals.say(texts::deploy::kPublishAbout));
  add_data_option(*command, &options->data, globals);
  add_publication_options(*command, &options->publication, globals);
  command->add_option("--password-file", options->password_file, globals.say(texts::deploy::kStorePassword))
      ->type_name("FILE");
  command->add_flag("--keys-only", options->keys_only, globals.say(texts::deploy::kKeysOnly));
  command->add_flag("--next-signing-key", options->next_signing_key, globals.say(texts::deploy::kNextSigningKey));
  command->footer(globals.say(texts::deploy::kPublishFooter));
  command->callback([options, &globals] {
    if (const core::Status done = publish_to_store(*options, globals); !done) fail(globals, done.error());
  });
}

}  // namespace naadam::cli
