#include "seal/seal.hpp"

#include <algorithm>
#include <array>
#include <cassert>

#include "guarded.hpp"
#include "parts.hpp"

namespace naadam::seal {
namespace {

static_assert(kNonceBytes == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
static_assert(kTagBytes == crypto_aead_xchacha20poly1305_ietf_ABYTES);

using Nonce = std::array<unsigned char, kNonceBytes>;
using Bound = std::array<unsigned char, 1 + core::kIdBytes>;  // what a body is bound to: version, id

Bound bound_to(const core::Id& id) {
  Bound bound{kSealVersion};
  std::copy(id.bytes.begin(), id.bytes.end(), bound.begin() + 1);
  return bound;
}

Nonce nonce_for(const DataKey& key, const core::Id& id, std::string_view plain) {
  const auto& secret = key.parts().nonce;
  crypto_generichash_state state;
  crypto_generichash_init(&state, secret.data(), secret.size(), kNonceBytes);
  crypto_generichash_update(&state, id.bytes.data(), id.bytes.size());
  crypto_generichash_update(&state, bytes_of(plain), plain.size());
  Nonce nonce;
  crypto_generichash_final(&state, nonce.data(), nonce.size());
  return nonce;
}

}  // namespace

void seal_into(std::string& out, const DataKey& key, const core::Id& id, std::string_view plain) {
  const Nonce nonce = nonce_for(key, id, plain);
  const Bound bound = bound_to(id);
  const std::size_t start = out.size();
  out.push_back(static_cast<char>(kSealVersion));
  out.append(reinterpret_cast<const char*>(nonce.data()), nonce.size());
  out.resize(start + plain.size() + kSealOverheadBytes);
  auto* body = reinterpret_cast<unsigned char*>(out.data()) + start + 1 + kNonceBytes;
  crypto_aead_xchacha20poly1305_ietf_encrypt(body, nullptr, bytes_of(plain), plain.size(), bound.data(), bound.size(),
                                             nullptr, nonce.data(), key.parts().cipher.data());
}

core::Status open_into(std::string& out, const DataKey& key, const core::Id& id, std::string_view sealed) {
  if (sealed.size() < kSealOverheadBytes) {
    return core::fail(core::ErrorKind::kCorrupt, "加密内容不完整，可能已损坏", "sealed body too short");
  }
  if (static_cast<std::uint8_t>(sealed[0]) != kSealVersion) {
    return core::fail(core::ErrorKind::kInvalid, "加密格式的版本本程序不认识，请升级程序", "unknown seal version");
  }
  const Bound bound = bound_to(id);
  const auto* nonce = bytes_of(sealed) + 1;
  const auto* body = nonce + kNonceBytes;
  const std::size_t body_bytes = sealed.size() - 1 - kNonceBytes;
  const std::size_t start = out.size();
  out.resize(start + body_bytes - kTagBytes);
  auto* plain = reinterpret_cast<unsigned char*>(out.data()) + start;
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(plain, nullptr, nullptr, body, body_bytes, bound.data(), bound.size(),
                                                 nonce, key.parts().cipher.data()) != 0) {
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
