// What the two kinds of key hold. Both are derived from the bytes in the key file, each part for one use only.
#pragma once

#include <sodium.h>

#include <array>
#include <cstdint>

#include "seal/keys.hpp"

namespace naadam::seal {

struct DataKey::Parts {
  std::array<std::uint8_t, crypto_aead_xchacha20poly1305_ietf_KEYBYTES> cipher;
  std::array<std::uint8_t, crypto_shorthash_siphashx24_KEYBYTES> iv;
};

struct LookupKey::Parts {
  std::array<std::uint8_t, crypto_generichash_KEYBYTES> hash;
};

}  // namespace naadam::seal
