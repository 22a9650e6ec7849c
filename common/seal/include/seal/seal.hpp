// Sealing of records, and keyed hashes to find them by. Pure functions of their arguments; any thread.
//
// A sealed record (stored for ever; never change the meaning of a version byte):
//
//   0         1                17              17+n          33+n
//   +---------+----------------+---------------+-------------+
//   | 1       | synthetic iv   | ciphertext    | tag         |    by the edition's first key
//   +---------+----------------+---------------+-------------+
//       1          16                 n              16
//   +---------+---------+----------------+---------------+-------------+
//   | 2       | number  | synthetic iv   | ciphertext    | tag         |    by its key of that number, from 2
//   +---------+---------+----------------+---------------+-------------+
//       1          1           16                 n              16
//
// Cipher: XChaCha20-Poly1305 (the IETF draft's construction). Its nonce of 24 bytes is the synthetic iv and then the
// first 8 bytes of the record's id. Authenticated with the body: the version byte and the whole id, so a body moved
// to another record does not open.
//
// The synthetic iv is not random: it is SipHash-2-4 with 128 bits of output, a pseudo-random function, under a key of
// its own, of the id and the plaintext. Therefore the same step recomputed gives the same bytes, and the revision of a
// record stays the same. It is safe because a stream cipher leaks when one nonce meets two plaintexts, and here a
// nonce repeats only when id and plaintext are both the same; then the ciphertext is the same too. (By accident: two
// versions of one record meet with 2^-128, and records that share 8 bytes of their id no more often.) What a reader
// without the key does learn is that two versions of one record are equal; never that two records are.
#pragma once

#include <string>
#include <string_view>

#include "core/id.hpp"
#include "core/result.hpp"
#include "seal/keys.hpp"

namespace naadam::seal {

inline constexpr std::uint8_t kFirstKeyVersion = 1;
inline constexpr std::uint8_t kNumberedKeyVersion = 2;
inline constexpr std::size_t kIvBytes = 16;
inline constexpr std::size_t kTagBytes = 16;
inline constexpr std::size_t kSealOverheadBytes = 1 + kIvBytes + kTagBytes;   // by the first key
inline constexpr std::size_t kSealOverheadBytesMax = 1 + kSealOverheadBytes;  // by a later one

// Appends the form sealed by the key in force, plain.size() and the overhead of bytes, to `out`. `plain` must not point
// into `out`.
void seal_into(std::string& out, const DataKey& key, const core::Id& id, std::string_view plain);

// Appends the plaintext to `out`; on an error `out` is as it was. `sealed` must not point into `out`.
// Errors: kCorrupt (any byte, the id or the key differs; too short), kInvalid (a version this program does not know),
// kNotFound (sealed by a key that is not held).
core::Status open_into(std::string& out, const DataKey& key, const core::Id& id, std::string_view sealed);

std::string seal(const DataKey& key, const core::Id& id, std::string_view plain);
// By the key of that number, which is held.
std::string seal_by(const DataKey& key, DataKey::Number number, const core::Id& id, std::string_view plain);
core::Result<std::string> open(const DataKey& key, const core::Id& id, std::string_view sealed);

// The number of the key that it was sealed by; 0 where it is of no version known here. No key is needed.
DataKey::Number sealed_by(std::string_view sealed);

// BLAKE2b-128 of `text` under the look-up key, apart for each `label` ("person", "recipient", "submitter", …; at
// most 255 bytes): the same number as a person and as a recipient gives unrelated ids. The caller brings `text` into
// its one canonical spelling first.
core::Id keyed_hash(const LookupKey& key, std::string_view label, std::string_view text);

}  // namespace naadam::seal
