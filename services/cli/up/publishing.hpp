// What an installation is told before its services start: keys, edition, former winners, clock.
//
// Nothing that stands there is changed unless the person asked for it: without --edition the one in force stays,
// without --winners its register, without --training the clock. Extensions in force stay so under another file of the
// same edition: they are appended to it.
// Thread: one.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>

#include "cli/globals.hpp"
#include "core/clock.hpp"
#include "core/result.hpp"
#include "runtime/installation.hpp"
#include "seal/keys.hpp"
#include "store/store.hpp"

namespace naadam::cli {

struct Publication {
  std::string edition;                   // name or file; empty: the one in force, or 2021 in a new installation
  std::string winners;                   // CSV; empty: the register in force, or nobody
  std::optional<core::Millis> training;  // "now" of the installation's clock from here on
};

// Adds --edition, --winners and --training to a command. `publication` outlives the parse.
void add_publication_options(CLI::App& command, Publication* publication, const Globals& globals);

// Reads the files that are named, so that a mistake in them is told before anything is started or written. kInvalid.
core::Status check(const Publication& publication);

// Returns the installation as the services will find it. Errors: those of find_edition, load_winners, the keys and
// the store; kRefused for training on real data.
core::Result<runtime::Installation> publish(const Publication& publication, seal::KeyRing& keys, store::Store& store);

}  // namespace naadam::cli
