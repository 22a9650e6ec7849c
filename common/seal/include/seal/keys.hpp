// The keys of an installation, and the directory they live in.
//
//   lookup.key            one for the installation; outlives editions. Keys the hashes by which a person, a
//                         recipient or a submitter is found. Lost = nobody is recognised any more.
//   edition-<code>.key    one for each edition. Seals its personal data. Destroyed = the edition's personal data is
//                         gone everywhere, backups included; edition-<code>.destroyed then says so, and the key
//                         is never made again under that code.
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

#include "core/result.hpp"

namespace naadam::seal {

inline constexpr std::size_t kKeyBytes = 32;
inline constexpr std::size_t kEditionCodeMax = 32;  // [a-z0-9-], at least one
using KeyBytes = std::span<const std::uint8_t, kKeyBytes>;

// Seals records. Move-only; an object that was moved from may only be destroyed or assigned to.
class DataKey {
 public:
  // `bytes` may be wiped by the caller afterwards.
  static DataKey from(KeyBytes bytes);
  static DataKey random();

  DataKey(DataKey&&) noexcept;
  DataKey& operator=(DataKey&&) noexcept;
  ~DataKey();

  struct Parts;  // derived keys; for seal.cpp only
  const Parts& parts() const { return *parts_; }

 private:
  explicit DataKey(Parts* parts);
  Parts* parts_;  // in guarded memory, owned
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

  // nullptr when the edition has no key here. The pointer lives until the ring goes or the edition is destroyed.
  const DataKey* edition(std::string_view code) const;

  // The edition's key, made and synced to disk if there is none. Errors: kInvalid (code), kRefused (destroyed),
  // kUnavailable.
  core::Result<const DataKey*> make_edition(std::string_view code);

  // Overwrites and removes the key file, leaves the mark, forgets the key. kNotFound when there is none.
  core::Status destroy_edition(std::string_view code);

 private:
  explicit KeyRing(std::filesystem::path dir) : dir_(std::move(dir)) {}
  std::filesystem::path dir_;
  std::unique_ptr<LookupKey> lookup_;
  std::map<std::string, DataKey, std::less<>> editions_;
};

}  // namespace naadam::seal
