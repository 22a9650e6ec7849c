// Sealing of records, and keyed hashes to find them by. Pure functions of their arguments; any thread.
//
// A sealed record, version 1 (stored for ever; never change the meaning of a version byte):
//
//   0         1                25              25+n          41+n
//   +---------+----------------+---------------+-------------+
//   | version | nonce          | ciphertext    | tag         |
//   +---------+----------------+---------------+-------------+
//       1          24                 n              16
//
// Cipher: XChaCha20-Poly1305 (IETF draft construction, libsodium). Authenticated with it: the version byte and the
// record's id, so a body moved to another record does not open.
//
// The nonce is not random: it is BLAKE2b-192, under a key of its own, of the id and the plaintext. Therefore the same
// step recomputed gives the same bytes, and the revision of a record stays the same. It is safe because a stream
// cipher leaks when one nonce meets two plaintexts, and here a nonce repeats only when id and plaintext are both the
// same (or by a collision of 192 bits); then the ciphertext is the same too. What a reader without the key does learn:
// that two versions of one record are equal. Two records never show that they are, as the id goes into the nonce.
#pragma once

#include <string>
#include <string_view>

#include "core/id.hpp"
#include "core/result.hpp"
#include "seal/keys.hpp"

namespace naadam::seal {

inline constexpr std::uint8_t kSealVersion = 1;
inline constexpr std::size_t kNonceBytes = 24;
inline constexpr std::size_t kTagBytes = 16;
inline constexpr std::size_t kSealOverheadBytes = 1 + kNonceBytes + kTagBytes;

// Appends the sealed form, plain.size() + kSealOverheadBytes bytes, to `out`. `plain` must not point into `out`.
void seal_into(std::string& out, const DataKey& key, const core::Id& id, std::string_view plain);

// Appends the plaintext to `out`; on an error `out` is as it was. `sealed` must not point into `out`.
// Errors: kCorrupt (any byte, the id or the key differs; too short), kInvalid (a version this program does not know).
core::Status open_into(std::string& out, const DataKey& key, const core::Id& id, std::string_view sealed);

std::string seal(const DataKey& key, const core::Id& id, std::string_view plain);
core::Result<std::string> open(const DataKey& key, const core::Id& id, std::string_view sealed);

// BLAKE2b-128 of `text` under the look-up key, apart for each `label` ("person", "recipient", "submitter", …; at
// most 255 bytes): the same number as a person and as a recipient gives unrelated ids. The caller brings `text` into
// its one canonical spelling first.
core::Id keyed_hash(const LookupKey& key, std::string_view label, std::string_view text);

}  // namespace naadam::seal
