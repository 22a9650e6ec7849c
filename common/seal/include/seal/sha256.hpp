// SHA-256 of what passes in pieces: for contents that others can check with sha256sum.
//
// Thread: one an object.
#pragma once

#include <sodium.h>

#include <array>
#include <cstdint>
#include <string_view>

namespace naadam::seal {

using Hash = std::array<std::uint8_t, 32>;

inline std::string_view view_of(const Hash& hash) { return {reinterpret_cast<const char*>(hash.data()), hash.size()}; }

class Sha256 {
 public:
  Sha256() { crypto_hash_sha256_init(&state_); }
  void add(std::string_view bytes) {
    crypto_hash_sha256_update(&state_, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  }
  // Once, and last.
  Hash finish() {
    Hash hash;
    crypto_hash_sha256_final(&state_, hash.data());
    return hash;
  }

 private:
  crypto_hash_sha256_state state_;
};

}  // namespace naadam::seal
