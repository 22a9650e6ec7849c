// The keys of an installation, and the directory they live in.
//
//   lookup.key            one for the installation; outlives editions. Keys the hashes by which a person, a
//                         recipient or a submitter is found. Lost = nobody is recognised any more.
//   edition-<code>.key    one for each edition. Seals its personal data. Destroyed = the edition's personal data is
//                         gone everywhere, backups included; edition-<code>.destroyed then says so, and the key
//                         is never made again under that code.
//   edition-<code>.<n>.key   its successors after a rotation, from 2 on. Which one seals is told by the store (the fact
//                         data_key:<code>); the others open what they have sealed until all of it was sealed anew.
//
// The look-up key is not rotated: whoever is known is known by it.
//
// A key file is one printable line, so that it can be kept on paper:
//
//   naadam-key 1 <name> <64 hex digits of key> <16 hex digits of check>\n
//
// The check is BLAKE2b of what stands before it: a damaged file is refused, not used. Files are made 0600, the
// directory 0700; a file that others can read, or a directory that others can write, is refused with the command
// that mends it.
//
// Memory: key bytes live in guarded pages (locked where the system allows it, left out of core dumps) and are zeroed
// when the key goes. Thread: a key is constant after it is made and may be used by any number of threads.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"

namespace naadam::seal {

inline constexpr std::size_t kKeyBytes = 32;
inline constexpr std::size_t kEditionCodeMax = 32;  // [a-z0-9-], at least one
using KeyBytes = std::span<const std::uint8_t, kKeyBytes>;

// Seals records. One key, or after a rotation several under numbers of their own, of which one is in force: that one
// seals, and each opens what it has sealed. Move-only; an object that was moved from may only be destroyed or assigned
// to. Thread: add() and put_in_force() by one thread, also while others seal and open.
class DataKey {
 public:
  using Number = std::uint8_t;
  static constexpr Number kFirst = 1;

  // One key under `number`, in force. `bytes` may be wiped by the caller afterwards.
  static DataKey from(KeyBytes bytes, Number number = kFirst);
  static DataKey random();

  DataKey(DataKey&&) noexcept;
  DataKey& operator=(DataKey&&) noexcept;
  ~DataKey();

  // A further one, from 1; a number that is held already stays as it is.
  void add(Number number, KeyBytes bytes);
  bool holds(Number number) const { return parts(number) != nullptr; }
  std::vector<Number> numbers() const;  // rising
  Number in_force() const;
  // False where it is not held; nothing changes then.
  bool put_in_force(Number number);

  struct Parts;                             // derived keys; for seal.cpp only
  const Parts* parts(Number number) const;  // nullptr where it is not held

 private:
  struct Held;
  explicit DataKey(std::unique_ptr<Held> held);
  std::unique_ptr<Held> held_;
};

// Keys the look-up hashes. Same rules as DataKey.
class LookupKey {
 public:
  static LookupKey from(KeyBytes bytes);
  static LookupKey random();

  LookupKey(LookupKey&&) noexcept;
  LookupKey& operator=(LookupKey&&) noexcept;
  ~LookupKey();

  struct Parts;
  const Parts& parts() const { return *parts_; }

 private:
  explicit LookupKey(Parts* parts);
  Parts* parts_;
};

// Whether open() may make what is missing. A service that finds no key must not invent one while another makes it,
// so only `naadam up` and the tests say kCreate; it is safe to say it twice at the same moment.
enum class KeyMode { kExisting, kCreate };

// All keys of one installation. Thread: open() and the two changers by one thread; const members by any.
class KeyRing {
 public:
  // Reads every key in `dir`. With kCreate a missing directory and a missing look-up key are made, unless an edition
  // key stands there already: then the look-up key was lost, and a new one would make strangers of everybody.
  // Errors: kRefused (modes, lost look-up key), kCorrupt (a damaged file, named), kNotFound (kExisting and no key),
  // kUnavailable (cannot be read or written).
  static core::Result<KeyRing> open(const std::filesystem::path& dir, KeyMode mode);

  const LookupKey& lookup() const { return *lookup_; }

  // nullptr when the edition has no key here. The pointer lives until the ring goes or the edition is destroyed. Of
  // several keys the lowest is in force until somebody says otherwise.
  const DataKey* edition(std::string_view code) const;

  // The edition's key, made and synced to disk if there is none. Errors: kInvalid (code), kRefused (destroyed),
  // kUnavailable.
  core::Result<const DataKey*> make_edition(std::string_view code);

  // Overwrites and removes the key files, leaves the mark, forgets the key. kNotFound when there is none.
  core::Status destroy_edition(std::string_view code);

  // Rotation (see `naadam keys`). Makes the next key of the edition, synced to disk, not in force; gives its number.
  // Errors: kNotFound (no such edition), kRefused (every number was given), kUnavailable.
  core::Result<DataKey::Number> add_key(std::string_view code);
  // Reads key files that came after open(). Errors as open()'s for those files; what was held stays.
  core::Status refresh(std::string_view code);
  // False where the edition or that key of it is not held.
  bool put_in_force(std::string_view code, DataKey::Number number);
  // Overwrites and removes the files of all keys of the edition but the one in force. This ring still opens with them.
  core::Status retire_others(std::string_view code);

 private:
  explicit KeyRing(std::filesystem::path dir) : dir_(std::move(dir)) {}
  core::Status take_up(const std::string& code, DataKey::Number number);
  std::filesystem::path dir_;
  std::unique_ptr<LookupKey> lookup_;
  std::map<std::string, DataKey, std::less<>> editions_;
};

}  // namespace naadam::seal
