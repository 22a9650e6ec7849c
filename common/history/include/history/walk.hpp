// Reads a whole history and checks everything that can be checked without the system that wrote it: every entry
// against its hash and its number, every shard's places against each other, every checkpoint's signature and root.
//
// Needs the directory and the first public key, nothing else: later keys are followed from hand-over to hand-over;
// reads only, also beside a notary that is writing. Everything that is wrong is told by kind and place; words for
// people stand where they are shown. Thread: any. Cost: about a second for 200 MB; memory: one file.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "history/checkpoint.hpp"
#include "history/entry.hpp"
#include "history/key_chain.hpp"
#include "history/tree.hpp"

namespace naadam::history {

// When it grows: finding_name(), and the words of `naadam audit verify`.
enum class FindingKind : std::uint8_t {
  kChanged,           // the entry does not have the hash that stands with it
  kUnreadable,        // from this entry to the end of the file no frame can be made out
  kOutOfPlace,        // here entry `entry` belongs, but entry `found` stands: removed, put in or exchanged
  kRewritten,         // entries `from`..`entry` all fit, but not to the checkpoint: rewritten with new hashes
  kCut,               // the checkpoint knows entries up to `entry`; they end before `from`
  kPlacesMissing,     // before this entry, decisions of `shard` never came into the history
  kPlacesAgain,       // this entry's place in the log of `shard` was there before
  kCheckpointBroken,  // the checkpoint cannot be read
  kForged,            // no key of this history signed the checkpoint, or it is of another history
  kNotExtending,      // the checkpoint has fewer entries than one before it, or as many with another root
  kOriginBroken,      // the file that names the history is not there or has another form
  kKeyRetired,        // the checkpoint is signed by a key that had handed over to another before
  kBadHandOver,       // the checkpoint hands over to a key that did not sign it, or that was in force before
};
inline constexpr std::size_t kFindingKinds = 13;
std::string_view finding_name(FindingKind kind);
// Whether the files are no longer what was written. kPlacesMissing and kPlacesAgain are not: they say that the store
// lost decisions or was set back, and the history may go on behind them.
bool is_damage(FindingKind kind);

struct Finding {
  FindingKind kind;
  std::string file;           // its name; empty for the checkpoint that was given beside the history
  std::uint64_t entry = 0;    // number of the entry, from 0; of a checkpoint, from 1, where it is one's
  std::uint64_t from = 0;     // kRewritten, kCut
  std::uint64_t found = 0;    // kOutOfPlace
  std::uint16_t shard = 0;    // kPlacesMissing, kPlacesAgain
  store::LogPlace last, has;  // kPlacesMissing, kPlacesAgain: before it, and its own
  core::Millis at = 0;        // kRewritten, kCut: the checkpoint's time
};

struct WalkOptions {
  std::optional<seal::PublicKey> key;          // the first one; without it signatures stay unchecked
  std::optional<SignedCheckpoint> checkpoint;  // from outside: the history must extend it
};

struct Walked {
  static constexpr std::size_t kFindingsMax = 1'000;

  std::vector<Finding> findings;
  std::uint64_t left_off = 0;  // findings beyond kFindingsMax
  std::string origin;
  std::uint64_t entries = 0;          // the number the next one will have
  std::uint64_t records = 0;          // decisions in them
  std::uint64_t checkpoints = 0;      // that hold
  std::optional<KeyChain> keys;       // where WalkOptions has the first
  std::optional<Checkpoint> covered;  // the newest that holds: entries below its size can't be changed unseen
  // At the end of the newest file, and of the checkpoints, may lie what a power cut left; the notary mends it.
  std::uint64_t unfinished_bytes = 0;
  std::uint64_t checkpoint_bytes = 0;  // of `checkpoints` that are whole notes
  Tree tree;
  std::map<std::uint16_t, store::LogPlace> places;  // the newest of each shard
  std::filesystem::path newest_file;                // empty where there is none
  std::uint64_t newest_bytes = 0;                   // of it that are whole

  bool clean() const { return findings.empty(); }
};

// `visit` gets every entry that can be read and has its hash, in the order of the files. Errors: kNotFound (no
// such directory), kUnavailable.
core::Result<Walked> walk(const std::filesystem::path& dir, const WalkOptions& options,
                          const std::function<void(const Entry&)>& visit = {});

}  // namespace naadam::history
