#include "seal/seal.hpp"

#include <algorithm>
#include <array>
#include <cassert>

#include "aead.hpp"
#include "guarded.hpp"
#include "parts.hpp"

namespace naadam::seal {
namespace {

static_assert(kTagBytes == crypto_aead_xchacha20poly1305_ietf_ABYTES);
static_assert(kIvBytes == core::kIdBytes);
static_assert(kIvBytes == crypto_shorthash_siphashx24_BYTES);
static_assert(kBoundBytes == 1 + core::kIdBytes);
static_assert(sizeof(Nonce) == kIvBytes + 8);

Bound bound_to(const core::Id& id) {
  Bound bound{kSealVersion};
  std::copy(id.bytes.begin(), id.bytes.end(), bound.begin() + 1);
  return bound;
}

Nonce nonce_of(const unsigned char* iv, const core::Id& id) {
  Nonce nonce;
  std::copy_n(iv, kIvBytes, nonce.begin());
  std::copy_n(id.bytes.begin(), nonce.size() - kIvBytes, nonce.begin() + kIvBytes);
  return nonce;
}

}  // namespace

void seal_into(std::string& out, const DataKey& key, const core::Id& id, std::string_view plain) {
  const std::size_t start = out.size();
  out.resize(start + plain.size() + kSealOverheadBytes);
  auto* version = reinterpret_cast<unsigned char*>(out.data()) + start;
  auto* iv = version + 1;
  auto* body = iv + kIvBytes;
  *version = kSealVersion;
  // The iv's input, id and plaintext in one piece, is laid out where iv and ciphertext will stand.
  std::copy(id.bytes.begin(), id.bytes.end(), iv);
  std::copy(plain.begin(), plain.end(), body);
  std::array<unsigned char, kIvBytes> made;
  crypto_shorthash_siphashx24(made.data(), iv, core::kIdBytes + plain.size(), key.parts().iv.data());
  std::copy(made.begin(), made.end(), iv);
  aead_encrypt(body, plain, bound_to(id), nonce_of(iv, id), key.parts().cipher.data());
}

core::Status open_into(std::string& out, const DataKey& key, const core::Id& id, std::string_view sealed) {
  if (sealed.size() < kSealOverheadBytes) {
    return core::fail(core::ErrorKind::kCorrupt, "加密内容不完整，可能已损坏", "sealed body too short");
  }
  if (static_cast<std::uint8_t>(sealed[0]) != kSealVersion) {
    return core::fail(core::ErrorKind::kInvalid, "加密格式的版本本程序不认识，请升级程序", "unknown seal version");
  }
  const std::string_view body = sealed.substr(1 + kIvBytes);
  const std::size_t start = out.size();
  out.resize(start + body.size() - kTagBytes);
  auto* plain = reinterpret_cast<unsigned char*>(out.data()) + start;
  if (!aead_decrypt(plain, body, bound_to(id), nonce_of(bytes_of(sealed) + 1, id), key.parts().cipher.data())) {
    out.resize(start);
    return core::fail(core::ErrorKind::kCorrupt, "加密内容未通过校验，可能已损坏或被改动",
                      "sealed body of " + core::to_hex(id) + " does not authenticate");
  }
  return {};
}

std::string seal(const DataKey& key, const core::Id& id, std::string_view plain) {
  std::string out;
  out.reserve(plain.size() + kSealOverheadBytes);
  seal_into(out, key, id, plain);
  return out;
}

core::Result<std::string> open(const DataKey& key, const core::Id& id, std::string_view sealed) {
  std::string out;
  if (auto done = open_into(out, key, id, sealed); !done) return tl::unexpected(done.error());
  return out;
}

core::Id keyed_hash(const LookupKey& key, std::string_view label, std::string_view text) {
  assert(label.size() <= 255);
  const auto& secret = key.parts().hash;
  const auto label_bytes = static_cast<unsigned char>(label.size());
  crypto_generichash_state state;
  crypto_generichash_init(&state, secret.data(), secret.size(), core::kIdBytes);
  crypto_generichash_update(&state, &label_bytes, 1);
  crypto_generichash_update(&state, bytes_of(label), label.size());
  crypto_generichash_update(&state, bytes_of(text), text.size());
  core::Id id;
  crypto_generichash_final(&state, id.bytes.data(), id.bytes.size());
  return id;
}

}  // namespace naadam::seal
