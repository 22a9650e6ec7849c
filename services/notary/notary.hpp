// The notary: takes what the shards logged into the history, and only then lets them forget it.
//
// A round is read, write, sync, trim. A process that dies between any two of them reads the same again: what is in
// the history already is known by its place and content and not written twice, and nothing is trimmed that is not
// on disk. Thread: one.
#pragma once

#include <span>
#include <vector>

#include "core/result.hpp"
#include "history/writer.hpp"
#include "runtime/metrics.hpp"
#include "seal/signing_keys.hpp"
#include "store/store.hpp"

namespace naadam::notary {

class Notary {
 public:
  static constexpr std::uint32_t kEntriesAtOnce = 8;  // of a shard; an entry may be 100 KB

  // All outlive it.
  Notary(store::Store& store, history::Writer& writer, runtime::Metrics& metrics);

  // All four steps. True: more is waiting. Errors: kUnavailable (the store or the disk does not answer now), kFull
  // (no room on disk), kInternal (synced is no longer sure: the process must end).
  core::Result<bool> round();

  // The steps, in their order. Each may be tried again.
  core::Result<bool> read();
  core::Status write();
  core::Status sync();
  core::Status trim();

  // Signs what is in the history, if anything is new.
  core::Status sign(core::Millis now);

  // Another key signs from here on: made, then handed over to. Whatever dies between the two, the old one is in force
  // and end_begun() does the rest. Nothing is done where `from` is not the key in force any more: it was asked before.
  // Errors: kInternal as above; kFull, kUnavailable and those of the key files: ask again.
  core::Status rotate(const seal::SigningKeys& keys, std::string_view from, core::Millis now);
  // Hands over to the successors that lie in the directory. Errors as rotate().
  core::Status end_begun(const seal::SigningKeys& keys, core::Millis now);

  std::uint64_t waiting() const { return waiting_; }

 private:
  core::Status hand_over(seal::SigningKey next, core::Millis now);

  store::Store& store_;
  history::Writer& writer_;
  runtime::Counter &entries_, &records_, &missing_, &again_;
  runtime::Gauge& waiting_shown_;
  std::vector<store::ReadLog> reads_;
  std::uint64_t waiting_ = 0;
};

}  // namespace naadam::notary
