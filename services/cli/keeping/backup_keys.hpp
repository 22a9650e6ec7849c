// Whether a keys directory is the one that a backup needs, told before anything of it is put anywhere.
//
// The data and look-up keys open what is restored; the notary's secret that was in force when the backup was made goes
// on with its history, which nobody could append to without it. Reads only. Thread: any.
#pragma once

#include <filesystem>

#include "cli/keeping/manifest.hpp"
#include "core/result.hpp"

namespace naadam::cli {

// What the manifest names must be in `keys`, and be those very keys. kRefused naming the one that is not; kNotFound (no
// such directory, no key in it) and the other errors of KeyRing::open().
core::Status check_data_keys(const Manifest& manifest, const std::filesystem::path& keys);

// Follows the hand-overs in the history of `backup`, a file that check_backup() passed, from the first public key on;
// whoever is in force at its end must have his secret in `keys`. A history that nobody has signed yet asks for none.
// kRefused naming the file that is missing, or is of another installation; errors of SigningKeys::secret_of().
core::Status check_signing_key(const std::filesystem::path& backup, const std::filesystem::path& keys);

}  // namespace naadam::cli
