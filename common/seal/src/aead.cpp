#include "aead.hpp"

#include <cstdint>
#include <cstring>

#include "guarded.hpp"

namespace naadam::seal {
namespace {

constexpr std::size_t kBlock = 64;  // of ChaCha20; the first gives the authenticator's key
constexpr std::size_t kTag = crypto_onetimeauth_BYTES;
constexpr std::size_t kUnit = 16;  // Poly1305 pads each part to it

constexpr std::size_t padded(std::size_t n) { return (n + kUnit - 1) / kUnit * kUnit; }

void put_le64(unsigned char* at, std::uint64_t v) {
  for (int i = 0; i < 8; ++i) at[i] = static_cast<unsigned char>(v >> (8 * i));
}

// The key block and the text through the cipher in one pass. Holds secrets; wiped when it goes.
struct Stream {
  unsigned char bytes[kBlock + kShortTextMax];
  std::size_t used;

  Stream(std::string_view text, const Nonce& nonce, const unsigned char* key) : used(kBlock + text.size()) {
    std::memset(bytes, 0, kBlock);
    std::memcpy(bytes + kBlock, text.data(), text.size());
    unsigned char subkey[crypto_core_hchacha20_OUTPUTBYTES];
    crypto_core_hchacha20(subkey, nonce.data(), key, nullptr);
    unsigned char short_nonce[crypto_stream_chacha20_ietf_NONCEBYTES] = {};
    std::memcpy(short_nonce + 4, nonce.data() + crypto_core_hchacha20_INPUTBYTES, 8);
    crypto_stream_chacha20_ietf_xor_ic(bytes, bytes, used, short_nonce, 0, subkey);
    sodium_memzero(subkey, sizeof subkey);
  }
  ~Stream() { sodium_memzero(bytes, used); }
  const unsigned char* text() const { return bytes + kBlock; }
};

void authenticate(unsigned char* tag, const unsigned char* ciphertext, std::size_t size, const Bound& bound,
                  const unsigned char* one_time_key) {
  unsigned char message[padded(kBoundBytes) + padded(kShortTextMax) + kUnit];
  const std::size_t lengths_at = padded(kBoundBytes) + padded(size);
  std::memcpy(message, bound.data(), kBoundBytes);
  std::memset(message + kBoundBytes, 0, padded(kBoundBytes) - kBoundBytes);
  std::memcpy(message + padded(kBoundBytes), ciphertext, size);
  std::memset(message + padded(kBoundBytes) + size, 0, padded(size) - size);
  put_le64(message + lengths_at, kBoundBytes);
  put_le64(message + lengths_at + 8, size);
  crypto_onetimeauth(tag, message, lengths_at + kUnit, one_time_key);
}

}  // namespace

void aead_encrypt(unsigned char* out, std::string_view plain, const Bound& bound, const Nonce& nonce,
                  const unsigned char* key) {
  if (plain.size() > kShortTextMax) {
    crypto_aead_xchacha20poly1305_ietf_encrypt(out, nullptr, bytes_of(plain), plain.size(), bound.data(), kBoundBytes,
                                               nullptr, nonce.data(), key);
    return;
  }
  const Stream stream(plain, nonce, key);
  std::memcpy(out, stream.text(), plain.size());
  authenticate(out + plain.size(), out, plain.size(), bound, stream.bytes);
}

bool aead_decrypt(unsigned char* out, std::string_view body, const Bound& bound, const Nonce& nonce,
                  const unsigned char* key) {
  const std::string_view ciphertext = body.substr(0, body.size() - kTag);
  if (ciphertext.size() > kShortTextMax) {
    return crypto_aead_xchacha20poly1305_ietf_decrypt(out, nullptr, nullptr, bytes_of(body), body.size(), bound.data(),
                                                      kBoundBytes, nonce.data(), key) == 0;
  }
  const Stream stream(ciphertext, nonce, key);
  unsigned char expected[kTag];
  authenticate(expected, bytes_of(ciphertext), ciphertext.size(), bound, stream.bytes);
  if (crypto_verify_16(expected, bytes_of(body) + ciphertext.size()) != 0) return false;
  std::memcpy(out, stream.text(), ciphertext.size());
  return true;
}

}  // namespace naadam::seal
