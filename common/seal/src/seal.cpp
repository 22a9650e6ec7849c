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

Bound bound_to(std::uint8_t version, const core::Id& id) {
  Bound bound{version};
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

namespace {

void put_sealed(std::string& out, const DataKey& key, DataKey::Number number, const core::Id& id,
                std::string_view plain) {
  const bool first = number == DataKey::kFirst;
  const DataKey::Parts& parts = *key.parts(number);
  const std::size_t start = out.size();
  out.resize(start + plain.size() + (first ? kSealOverheadBytes : kSealOverheadBytesMax));
  auto* version = reinterpret_cast<unsigned char*>(out.data()) + start;
  auto* iv = version + (first ? 1 : 2);
  auto* body = iv + kIvBytes;
  *version = first ? kFirstKeyVersion : kNumberedKeyVersion;
  if (!first) version[1] = number;
  // The iv's input, id and plaintext in one piece, is laid out where iv and ciphertext will stand.
  std::copy(id.bytes.begin(), id.bytes.end(), iv);
  std::copy(plain.begin(), plain.end(), body);
  std::array<unsigned char, kIvBytes> made;
  crypto_shorthash_siphashx24(made.data(), iv, core::kIdBytes + plain.size(), parts.iv.data());
  std::copy(made.begin(), made.end(), iv);
  aead_encrypt(body, plain, bound_to(*version, id), nonce_of(iv, id), parts.cipher.data());
}

}  // namespace

DataKey::Number sealed_by(std::string_view sealed) {
  const auto at = [sealed](std::size_t i) {
    return i < sealed.size() ? static_cast<std::uint8_t>(sealed[i]) : std::uint8_t{0};
  };
  if (at(0) == kFirstKeyVersion) return DataKey::kFirst;
  return at(0) == kNumberedKeyVersion && at(1) > DataKey::kFirst ? at(1) : 0;
}

void seal_into(std::string& out, const DataKey& key, const core::Id& id, std::string_view plain) {
  put_sealed(out, key, key.in_force(), id, plain);
}

core::Status open_into(std::string& out, const DataKey& key, const core::Id& id, std::string_view sealed) {
  const bool first = !sealed.empty() && static_cast<std::uint8_t>(sealed[0]) == kFirstKeyVersion;
  if (sealed.size() < (first ? kSealOverheadBytes : kSealOverheadBytesMax) &&
      (first || sealed.empty() || sealed[0] == kNumberedKeyVersion)) {
    return core::fail(core::ErrorKind::kCorrupt, "加密内容不完整，可能已损坏", "sealed body too short");
  }
  const DataKey::Number number = sealed_by(sealed);
  if (number == 0) {
    return core::fail(core::ErrorKind::kInvalid, "加密格式的版本本程序不认识，请升级程序", "unknown seal version");
  }
  const DataKey::Parts* parts = key.parts(number);
  if (parts == nullptr) {
    return core::fail(core::ErrorKind::kNotFound,
                      "密钥目录中缺少第 " + std::to_string(number) + " 把数据密钥，请从密钥备份恢复",
                      "sealed by data key " + std::to_string(number) + ", which is not held");
  }
  const std::string_view rest = sealed.substr(first ? 1 : 2);
  const std::string_view body = rest.substr(kIvBytes);
  const std::size_t start = out.size();
  out.resize(start + body.size() - kTagBytes);
  auto* plain = reinterpret_cast<unsigned char*>(out.data()) + start;
  const Bound bound = bound_to(static_cast<std::uint8_t>(sealed[0]), id);
  if (!aead_decrypt(plain, body, bound, nonce_of(bytes_of(rest), id), parts->cipher.data())) {
    out.resize(start);
    return core::fail(core::ErrorKind::kCorrupt, "加密内容未通过校验，可能已损坏或被改动",
                      "sealed body of " + core::to_hex(id) + " does not authenticate");
  }
  return {};
}

std::string seal(const DataKey& key, const core::Id& id, std::string_view plain) {
  return seal_by(key, key.in_force(), id, plain);
}

std::string seal_by(const DataKey& key, DataKey::Number number, const core::Id& id, std::string_view plain) {
  std::string out;
  out.reserve(plain.size() + kSealOverheadBytesMax);
  put_sealed(out, key, number, id, plain);
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
