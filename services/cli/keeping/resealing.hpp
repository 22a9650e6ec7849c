// What is sealed by which data key, and sealing it anew after a rotation, while everything runs.
//
// Records are sealed anew where they rest, at the last stage of their kind: what is under way is in the hands of
// services that keep the body they were given, so it is left alone until it has come to rest. An ordinary, logged
// advance from the stage to itself puts the new body in, under a rev of the same epoch and number and another hash: who
// works on the old body is stale, and marks and notices, which compare numbers, find nothing newer. Thread: one.
// Personal data: opened and sealed here, shown to nobody.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>

#include "core/result.hpp"
#include "seal/keys.hpp"
#include "store/store.hpp"

namespace naadam::cli {

// By number of the key; 0: not to be made out.
struct SealedBy {
  std::map<seal::DataKey::Number, std::uint64_t> records, files;

  std::uint64_t by_others(seal::DataKey::Number than) const;
};
// Errors: the store's, and of reading `blobs`.
core::Result<SealedBy> sealed_by(store::Store& store, const std::filesystem::path& blobs);

struct ResealedAll {
  std::uint64_t records = 0, files = 0;
  std::uint64_t left = 0;  // by another key still: under way, parked, or not to be opened
};
// By the key in force. Goes round until nothing is left or a round has no effect. Errors as above.
core::Result<ResealedAll> reseal_all(store::Store& store, const std::filesystem::path& blobs, const seal::DataKey& key);

}  // namespace naadam::cli
