#include <array>
#include <atomic>
#include <limits>
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

struct DataKey::Held {
  std::array<std::atomic<Parts*>, 1 + std::numeric_limits<Number>::max()> parts{};
  std::atomic<Number> in_force{0};

  Held() = default;
  Held(const Held&) = delete;
  Held& operator=(const Held&) = delete;
  ~Held() {
    for (const auto& one : parts) sodium_free(one);
  }
};

DataKey::DataKey(std::unique_ptr<Held> held) : held_(std::move(held)) {}
DataKey::DataKey(DataKey&&) noexcept = default;
DataKey& DataKey::operator=(DataKey&&) noexcept = default;
DataKey::~DataKey() = default;

DataKey DataKey::from(KeyBytes bytes, Number number) {
  DataKey key(std::make_unique<Held>());
  key.add(number, bytes);
  key.put_in_force(number);
  return key;
}

void DataKey::add(Number number, KeyBytes bytes) {
  if (number == 0 || holds(number)) return;
  auto* parts = make_guarded<Parts>();
  derive(parts->cipher, kCipherPart, bytes);
  derive(parts->iv, kIvPart, bytes);
  held_->parts[number] = parts;
}

std::vector<DataKey::Number> DataKey::numbers() const {
  std::vector<Number> numbers;
  for (std::size_t n = 1; n < held_->parts.size(); ++n) {
    if (holds(static_cast<Number>(n))) numbers.push_back(static_cast<Number>(n));
  }
  return numbers;
}

DataKey::Number DataKey::in_force() const { return held_->in_force; }

bool DataKey::put_in_force(Number number) {
  if (!holds(number)) return false;
  held_->in_force = number;
  return true;
}

const DataKey::Parts* DataKey::parts(Number number) const { return held_->parts[number]; }

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
