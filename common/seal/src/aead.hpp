// XChaCha20-Poly1305 as libsodium defines it, but quicker for short texts: the key block and the text go through the
// cipher in one call and the authenticator reads one buffer, which halves the time at 500 bytes. Longer texts go
// through the library's own function. Both give the same bytes; a property test holds them against each other.
//
// Draft of the IETF: draft-irtf-cfrg-xchacha-03; construction of the authenticated text: RFC 8439, section 2.8.
#pragma once

#include <sodium.h>

#include <array>
#include <cstddef>
#include <string_view>

namespace naadam::seal {

inline constexpr std::size_t kShortTextMax = 2'048;
inline constexpr std::size_t kBoundBytes = 17;  // of additional data: version and id

using Nonce = std::array<unsigned char, crypto_aead_xchacha20poly1305_ietf_NPUBBYTES>;
using Bound = std::array<unsigned char, kBoundBytes>;

// Writes plain.size() bytes and then the tag to `out`, which must not overlap `plain`.
void aead_encrypt(unsigned char* out, std::string_view plain, const Bound& bound, const Nonce& nonce,
                  const unsigned char* key);

// `body` is ciphertext and tag, at least a tag long. Writes body.size() - 16 bytes to `out`. False: does not
// authenticate; then `out` holds nothing of the text.
bool aead_decrypt(unsigned char* out, std::string_view body, const Bound& bound, const Nonce& nonce,
                  const unsigned char* key);

}  // namespace naadam::seal
