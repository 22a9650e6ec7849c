// The one who writes a history: appends what shards decided, and signs checkpoints over it.
//
// It begins by walking the whole history: it signs only what it has recomputed itself, and refuses to go on behind
// anything that is wrong there. What a power cut left unfinished is cut off, and read from the store once more.
// Which key is in force the history says, and nothing else does: a hand-over puts the next one in force when its last
// byte is on disk, and before that the old one is.
// Thread: one. A second writer of the same directory is kept out by its owner's lock.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "core/result.hpp"
#include "history/checkpoint.hpp"
#include "history/walk.hpp"

namespace naadam::history {

class AppendFile;

// An entry of a shard's log on its way into the history.
struct Arrived {
  std::uint16_t shard = 0;
  store::LogEntry decided;
};

struct Written {
  std::uint64_t entries = 0;
  std::uint64_t records = 0;
  std::uint64_t there = 0;    // were in the history already: read again after a crash before the trim
  std::uint64_t missing = 0;  // entries before which places of their shard are missing
  std::uint64_t again = 0;    // entries whose place was there with another content: the store was set back
};

class Writer {
 public:
  // Gives the secret of the key that the history says is in force.
  using KeySource = std::function<core::Result<seal::SigningKey>(const seal::PublicKey& in_force)>;

  // Makes `dir` (0700) and its origin where there is none. `first` is the key that signed its first checkpoint. Errors:
  // kCorrupt (naming the first finding, see `naadam audit verify`; or the source gave another key), those of the
  // source, kFull, kUnavailable.
  static core::Result<std::unique_ptr<Writer>> open(std::filesystem::path dir, const seal::PublicKey& first,
                                                    const KeySource& source);
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  // Appends in the order given; those of one shard are in the order of its log. On disk only after sync(). On an
  // error nothing was appended, and the same can be given again. kFull, kUnavailable.
  core::Result<Written> write(std::span<const Arrived> arrived);
  // After an error nothing more is to be written: the kernel may have dropped what it could not write.
  core::Status sync();
  // Signs all that is synced, unless the newest checkpoint covers it; gives the one signed, if any.
  core::Result<std::optional<SignedCheckpoint>> checkpoint(core::Millis now);
  // Signs all that is synced with both keys; from then on `next` signs. Errors: kInternal (whether it is on disk is not
  // known: nothing more is to be written, the next open() sees); kFull, kUnavailable: key() says which is in force.
  core::Status hand_over(seal::SigningKey next, core::Millis now);

  const std::string& origin() const { return origin_; }
  const seal::PublicKey& key() const { return key_.public_key(); }
  const KeyChain& keys() const { return keys_; }
  std::uint64_t entries() const { return tree_.size(); }
  const std::optional<Checkpoint>& newest_checkpoint() const { return covered_; }

 private:
  Writer(std::filesystem::path dir, seal::SigningKey key, KeyChain keys);
  core::Status begin(const Walked& walked);
  core::Status open_segment(std::uint64_t first);
  core::Result<bool> holds(const Arrived& one);
  Checkpoint all_synced(core::Millis now) const;
  core::Status show(const std::string& note);

  std::filesystem::path dir_;
  seal::SigningKey key_;
  KeyChain keys_;
  std::string origin_;
  Tree tree_;
  std::map<std::uint16_t, store::LogPlace> places_;
  std::optional<Checkpoint> covered_;
  std::unique_ptr<AppendFile> segment_, checkpoints_;
  bool unsynced_ = false;
  // Of the segment looked through last for what came again: content by shard and place.
  std::filesystem::path looked_through_;
  std::map<std::pair<std::uint16_t, store::LogPlace>, Hash> there_;
};

}  // namespace naadam::history
