// Key pairs of the link: CurveZMQ long-term keys (ZeroMQ RFC 26), as text in Z85 (RFC 32), and their files.
//
//   <dir>/secret/<role>/<name>.key    mode 0600, one line: the secret key; the public one follows from it
//   <dir>/allowed/<role>/<name>.pub   mode 0644, one line: the public key; lies there as long as it is let in
//   <dir>/revoked/<role>/<name>.pub   where a revoked one goes
//
// A role is that of a service ("intake") or "operator"; a name tells copies and machines of one role apart.
// Functions without state, from any thread. No error text holds a secret.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"

namespace naadam::link {

inline constexpr std::size_t kKeyChars = 40;   // 32 bytes in Z85
inline constexpr std::size_t kRoleBytes = 32;  // longest name of a role, and of a pair

struct KeyPair {
  std::string public_key;
  std::string secret_key;
};

bool is_key(std::string_view text);   // 40 characters of Z85
bool is_role(std::string_view text);  // 1 to 32 of a-z 0-9 - _, a letter first

KeyPair make_key_pair();

// kUnavailable: cannot be read; kRefused: others may read it; kInvalid: its first line is no key.
core::Result<KeyPair> read_key_pair(const std::filesystem::path& secret_file);
core::Result<std::string> read_public_key(const std::filesystem::path& public_file);

enum class KeyMade { kNew, kThere };
// Makes the pair of `role` and `name` under `dir`. A secret that is there stays, and gets its public file back unless
// that is revoked. kRefused: this pair was revoked, take another name. kInvalid: no such role or name can be.
core::Result<KeyMade> make_key_files(const std::filesystem::path& dir, std::string_view role, std::string_view name);

struct Successor {
  std::string name;  // "main-2" after "main", "main-3" after that
  KeyMade made;
};
// The pair that takes the place of one that is let in: both are until the old one is revoked, so that a service can
// change over when it suits. Asked again before that, the answer is the same. kNotFound: `name` is not let in; else as
// make_key_files().
core::Result<Successor> make_successor(const std::filesystem::path& dir, std::string_view role, std::string_view name);

// Moves the public key to revoked/: consumers that read <dir>/allowed let it in no more. Done already is no error.
// kNotFound: there is no such key.
core::Status revoke_key(const std::filesystem::path& dir, std::string_view role, std::string_view name);

struct ListedKey {
  std::string role;
  std::string name;
  std::string public_key;
  bool revoked = false;
};
// Allowed and revoked ones, by role and name; what is no key file is left out.
std::vector<ListedKey> list_keys(const std::filesystem::path& dir);
// Those of one list, <list>/<role>/<name>.pub, in no order; `revoked` says what it is a list of.
std::vector<ListedKey> list_public_keys(const std::filesystem::path& list, bool revoked);

}  // namespace naadam::link
