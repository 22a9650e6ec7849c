// Signatures (Ed25519, RFC 8032) and plain hashes: what makes a history checkable by people who have none of our
// keys but the public one.
//
// A signing key is a key file like the others (seal/keys.hpp), <name>.key, mode 0600, holding the 32-byte seed;
// beside it stands <name>.pub, mode 0644, one line to hand out:
//
//   <name>+<8 hex digits of the key's number>+<base64 of 0x01 and the public key>\n
//
// which is the verifier key of C2SP's "signed note". Those that follow each other under one name:
// seal/signing_keys.hpp. The number is the first 4 bytes of SHA-256(name, "\n", 0x01, key). Thread: any; a key is
// constant after it is made.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "core/result.hpp"
#include "seal/keys.hpp"
#include "seal/sha256.hpp"

namespace naadam::seal {

inline constexpr std::size_t kSignatureBytes = 64;
inline constexpr std::size_t kPublicKeyBytes = 32;
inline constexpr std::size_t kKeyNumberBytes = 4;

struct PublicKey {
  std::string name;  // no blank, no '+'
  std::array<std::uint8_t, kPublicKeyBytes> bytes{};

  bool operator==(const PublicKey&) const = default;
  std::string number() const;  // kKeyNumberBytes
  std::string line() const;    // as in the file, with its newline
  // Of line(), and nothing else. kCorrupt.
  static core::Result<PublicKey> parse(std::string_view line);
  // kNotFound, kCorrupt.
  static core::Result<PublicKey> read(const std::filesystem::path& file);
  bool verifies(std::string_view message, std::string_view signature) const;
};

class SigningKey {
 public:
  // Reads <dir>/<name>.key; with kCreate a missing one is made, with its .pub and, if need be, `dir`. A missing or
  // different .pub is written again. Errors: as KeyRing::open().
  static core::Result<SigningKey> open(const std::filesystem::path& dir, const std::string& name, KeyMode mode);
  static SigningKey from(std::string name, KeyBytes seed);

  SigningKey(SigningKey&&) noexcept;
  SigningKey& operator=(SigningKey&&) noexcept;
  ~SigningKey();

  const PublicKey& public_key() const { return public_key_; }
  std::string sign(std::string_view message) const;  // kSignatureBytes

  struct Parts;

 private:
  SigningKey(Parts* parts, PublicKey key) : parts_(parts), public_key_(std::move(key)) {}
  Parts* parts_;  // in guarded memory, owned
  PublicKey public_key_;
};

// SHA-256 (FIPS 180-4) of the parts, one after the other.
Hash sha256(std::string_view a, std::string_view b = {}, std::string_view c = {});

// BLAKE2b-128 of a sealed body, 16 bytes at the end of `out`: what a log keeps of it.
void digest_into(std::string& out, std::string_view sealed);

// Standard alphabet, padded. from_base64() takes only what to_base64() gives; anything else is empty and false.
std::string to_base64(std::string_view bytes);
bool from_base64(std::string_view text, std::string& bytes);

}  // namespace naadam::seal
