#include <utility>

#include "guarded.hpp"
#include "parts.hpp"
#include "seal/keys.hpp"

namespace naadam::seal {
namespace {

// Stored data depends on these numbers and on the context: never change them.
constexpr char kContext[crypto_kdf_CONTEXTBYTES + 1] = "naadam01";
constexpr std::uint64_t kCipherPart = 1;
constexpr std::uint64_t kIvPart = 2;
constexpr std::uint64_t kLookupPart = 3;

template <std::size_t n>
void derive(std::array<std::uint8_t, n>& out, std::uint64_t part, KeyBytes master) {
  static_assert(crypto_kdf_KEYBYTES == kKeyBytes);
  crypto_kdf_derive_from_key(out.data(), n, part, kContext, master.data());
}

template <class Key>
Key random_key() {
  need_sodium();
  std::array<std::uint8_t, kKeyBytes> bytes;
  randombytes_buf(bytes.data(), bytes.size());
  Key key = Key::from(bytes);
  sodium_memzero(bytes.data(), bytes.size());
  return key;
}

}  // namespace

DataKey::DataKey(Parts* parts) : parts_(parts) {}
DataKey::DataKey(DataKey&& other) noexcept : parts_(std::exchange(other.parts_, nullptr)) {}
DataKey& DataKey::operator=(DataKey&& other) noexcept {
  std::swap(parts_, other.parts_);
  return *this;
}
DataKey::~DataKey() { sodium_free(parts_); }
DataKey DataKey::from(KeyBytes bytes) {
  auto* parts = make_guarded<Parts>();
  derive(parts->cipher, kCipherPart, bytes);
  derive(parts->iv, kIvPart, bytes);
  return DataKey(parts);
}
DataKey DataKey::random() { return random_key<DataKey>(); }

LookupKey::LookupKey(Parts* parts) : parts_(parts) {}
LookupKey::LookupKey(LookupKey&& other) noexcept : parts_(std::exchange(other.parts_, nullptr)) {}
LookupKey& LookupKey::operator=(LookupKey&& other) noexcept {
  std::swap(parts_, other.parts_);
  return *this;
}
LookupKey::~LookupKey() { sodium_free(parts_); }
LookupKey LookupKey::from(KeyBytes bytes) {
  auto* parts = make_guarded<Parts>();
  derive(parts->hash, kLookupPart, bytes);
  return LookupKey(parts);
}
LookupKey LookupKey::random() { return random_key<LookupKey>(); }

}  // namespace naadam::seal
