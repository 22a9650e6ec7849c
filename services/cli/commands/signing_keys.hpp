// The notary's signing keys, as `naadam keys` shows, changes and retires them. The notary does it itself: it alone
// writes the history, and a secret never leaves its machine.
//
// Thread: one. Errors: kUnavailable where no copy says that it writes the history; the notary's own.
#pragma once

#include <string>

#include "asking/peers.hpp"
#include "cli/globals.hpp"
#include "cli/remote/opened_store.hpp"
#include "core/result.hpp"

namespace naadam::cli {

struct Globals;

// A list of {name, public, since, secret} in the order in which they were in force; see services/notary.
core::Result<Json> signing_keys(const OpenedStore& at);
// For people, with their ages at `now`.
std::string signing_keys_text(const Json& keys, core::Millis now, const Globals& globals);

// Asks again until `wait_s` are over. kRefused: a copy is of an older version.
core::Status rotate_signing_key(const OpenedStore& at, int wait_s, Globals& globals);
core::Status retire_signing_keys(const OpenedStore& at, Globals& globals);

}  // namespace naadam::cli
