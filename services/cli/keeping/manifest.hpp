// What a backup says of itself: the last member of its archive, JSON, so that whoever finds it can read it.
//
//   {"form": "naadam-backup 1", "made_at_ms": ..., "edition": "2021", "edition_version": "<64 hex>", "training": false,
//    "shards": 16, "epoch": 7,
//    "records": {"upload": n, "entry": n, "notice": n, "draw": n, "start_list": n, "score": n},
//    "keys": {"lookup": "<16 hex>", "edition-2021": "<16 hex>"},
//    "members": [{"name": "store/0.rdb", "bytes": n, "sha256": "<64 hex>"}, ...]}
//
// `records` were counted just before the copy and are for people; `keys` tell a wrong key before anything is restored
// and say nothing about a key. Thread: any; pure. No personal data.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "cli/keeping/archive.hpp"
#include "core/clock.hpp"
#include "core/result.hpp"
#include "seal/keys.hpp"

namespace naadam::cli {

inline constexpr const char* kManifestName = "manifest.json";
inline constexpr std::size_t kManifestBytesMax = 256u << 20;

struct Manifest {
  core::Millis made_at = 0;  // by the store's clock, without the training offset
  std::string edition, edition_version;
  bool training = false;
  std::uint16_t shards = 0;
  std::uint32_t epoch = 0;  // in force when it was made; see restored_epoch()
  std::map<std::string, std::uint64_t> records;
  std::map<std::string, std::string> keys;  // key_marks()
  std::vector<Member> members;              // without the manifest itself

  std::uint64_t bytes() const;
};

std::string to_json(const Manifest& manifest);
// kCorrupt: not a manifest, a field missing or out of range; kInvalid: of a form this program does not know.
core::Result<Manifest> read_manifest_json(const std::string& text);

// What a data set restored from it, with this machine's clock at `now`, has as its least epoch: above all that the lost
// one can have reached after the backup, and above those of an earlier restore of the same backup.
//
// Nobody knows how often a primary was promoted since, but never once a second for long: so the seconds of Unix time
// are above every epoch that began below them, and a later restore is above an earlier one. The clock is no more than
// that floor. Where it is far behind, the moment of the backup stands in for it; where it once was far ahead, so that
// the seconds are below the backup's epoch, kEpochStride is what more promotions there may have been.
inline constexpr std::uint32_t kEpochStride = 3'600;
inline constexpr std::uint32_t kEpochMax = 4'000'000'000;  // in 2096; of a manifest, and of a clock that counts
std::uint32_t restored_epoch(const Manifest& manifest, core::Millis now);

// By name as in the keys directory, what tells two keys apart: 16 hex digits made with the key, one way.
std::map<std::string, std::string> key_marks(const seal::KeyRing& keys, const std::string& edition);

}  // namespace naadam::cli
