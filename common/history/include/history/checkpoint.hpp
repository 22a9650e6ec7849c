// A checkpoint: "so many entries, with this root, at this time", signed. Who has one printed on the notice board can
// show later that nothing before it was changed, removed or put in.
//
// Text, as C2SP's "checkpoint" in a "signed note" (UTF-8, \n):
//
//   naadam/history/5b0c4f1e9a77d203                 origin: which history
//   48213                                           entries
//   kDd7Xq...=                                      root hash, base64
//   time 2021-06-20T10:00:00+08:00                  for people; signed like the rest
//                                                   an empty line
//   — notary Nq1xZw...=                             key name; base64 of the key's number and the signature
//
// What is signed is the text up to and with the newline before the empty line.
//
// A hand-over names the key that signs whatever comes after it, and is signed by both: the old key lets go, the new one
// shows that somebody holds its secret. After the time stands one more line, after the signature a second one:
//
//   next notary.2+58ed8d23+AeI3...=                 the public key as its file has it (seal/signing.hpp)
//                                                   an empty line
//   — notary Nq1xZw...=
//   — notary.2 WO2NI9...=
//
// Which key may sign which checkpoint is history/key_chain.hpp's to say. Thread: values; pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.hpp"
#include "core/result.hpp"
#include "history/tree.hpp"
#include "seal/signing.hpp"

namespace naadam::history {

struct Checkpoint {
  std::string origin;
  std::uint64_t size = 0;
  Hash root{};
  core::Millis at = 0;                  // whole seconds are kept
  std::optional<seal::PublicKey> next;  // in a hand-over

  bool operator==(const Checkpoint&) const = default;
};

inline constexpr std::string_view kOriginPrefix = "naadam/history/";

struct Signature {
  std::string key_name;
  std::string key_number;  // seal::kKeyNumberBytes
  std::string bytes;       // seal::kSignatureBytes

  bool operator==(const Signature&) const = default;
};

struct SignedCheckpoint {
  Checkpoint checkpoint;
  std::vector<Signature> signatures;  // one; of a hand-over two, though it can be read with one

  bool operator==(const SignedCheckpoint&) const = default;
  // Whether one of the signatures is that key's, and right.
  bool signed_by(const seal::PublicKey& key) const;
};

SignedCheckpoint sign(const Checkpoint& checkpoint, const seal::SigningKey& key);
// A hand-over, whatever `checkpoint.next` held before.
SignedCheckpoint sign_hand_over(Checkpoint checkpoint, const seal::SigningKey& key, const seal::SigningKey& next);

// The whole note.
std::string text_of(const SignedCheckpoint& checkpoint);
// Exactly what text_of() gives, else kCorrupt.
core::Result<SignedCheckpoint> parse_checkpoint(std::string_view note);
// The notes of a checkpoints file (history/segment.hpp) in their order, without the empty line behind each; views into
// `file`. What a power cut left unfinished at its end is not among them.
std::vector<std::string_view> whole_notes(std::string_view file);
// A note typed off a sheet: what stands around it, carriage returns and blanks at line ends are passed over. kCorrupt.
core::Result<SignedCheckpoint> find_checkpoint(std::string_view text);

}  // namespace naadam::history
