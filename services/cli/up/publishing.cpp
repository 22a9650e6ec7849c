#include "cli/up/publishing.hpp"

#include "cli/edition_file.hpp"
#include "cli/judging.hpp"
#include "cli/options.hpp"
#include "cli/texts/up.hpp"
#include "domain/calendar.hpp"
#include "seal/seal.hpp"
#include "wire/identity.hpp"

namespace naadam::cli {
namespace {

constexpr const char* kFirstEdition = "2021";

std::string edition_to_read(const Publication& publication) {
  return publication.edition.empty() ? kFirstEdition : publication.edition;
}

// A file that an official keeps does not know of extensions decided since: they stay in force.
core::Result<domain::Edition> with_extensions_of(const domain::Edition& in_force, domain::Edition edition) {
  if (in_force.id != edition.id) return edition;
  for (const domain::Extension& extension : in_force.extensions) {
    if (edition.closes_for(extension.delegation) >= extension.closes) continue;
    auto more = domain::extended(edition, extension);
    if (!more) return more;
    edition = std::move(*more);
  }
  return edition;
}

tl::unexpected<core::Error> wrong_file(core::Error error) {
  if (error.kind == core::ErrorKind::kNotFound) error.kind = core::ErrorKind::kInvalid;
  return tl::unexpected(std::move(error));
}

}  // namespace

void add_publication_options(CLI::App& command, Publication* publication, const Globals& globals) {
  command.add_option("--edition", publication->edition, globals.say(texts::up::kEdition))->type_name("EDITION");
  command.add_option("--winners", publication->winners, globals.say(texts::up::kWinners))->type_name("CSV");
  command
      .add_option_function<std::string>(
          "--training", [publication](const std::string& text) { publication->training = domain::parse_instant(text); },
          globals.say(texts::up::kTraining))
      ->type_name("TIME")
      ->check(an_instant(globals.lang));
}

core::Status check(const Publication& publication) {
  if (publication.edition.empty() && publication.winners.empty()) return {};
  const auto edition = find_edition(edition_to_read(publication));
  if (!edition) return wrong_file(edition.error());
  const auto winners = load_winners(publication.winners, *edition, passing_keyer());
  if (!winners) return wrong_file(winners.error());
  return {};
}

core::Result<runtime::Installation> publish(const Publication& publication, seal::KeyRing& keys, store::Store& store) {
  runtime::Installation wanted;
  if (auto in_force = runtime::load_installation(store)) {
    wanted = std::move(*in_force);
  } else if (in_force.error().kind != core::ErrorKind::kNotFound) {
    return tl::unexpected(in_force.error());
  }
  if (!publication.edition.empty() || !wanted.edition) {
    auto edition = find_edition(edition_to_read(publication));
    if (edition && wanted.edition) edition = with_extensions_of(*wanted.edition, std::move(*edition));
    if (!edition) return tl::unexpected(edition.error());
    wanted.edition = std::make_shared<const domain::Edition>(std::move(*edition));
  }
  if (!publication.winners.empty() || !wanted.winners) {
    const domain::Keyer keyer = [&keys](std::string_view text) {
      return seal::keyed_hash(keys.lookup(), wire::kPersonLabel, text);
    };
    auto winners = load_winners(publication.winners, *wanted.edition, keyer);
    if (!winners) return tl::unexpected(winners.error());
    wanted.winners = std::make_shared<const domain::WinnerRegister>(std::move(*winners));
  }
  if (const auto key = keys.make_edition(wanted.edition->id); !key) return tl::unexpected(key.error());
  // The clock first: a service that finds an edition has everything it needs.
  if (publication.training) {
    if (auto begun = runtime::begin_training(store, *publication.training); !begun) {
      return tl::unexpected(begun.error());
    }
  }
  if (auto published = runtime::publish(store, *wanted.edition, *wanted.winners); !published) {
    return tl::unexpected(published.error());
  }
  return runtime::load_installation(store);
}

}  // namespace naadam::cli
