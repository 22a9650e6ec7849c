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
// What is signed is the text up to and with the newline before the empty line. Thread: values; pure.
#pragma once

#include <cstdint>
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
  core::Millis at = 0;  // whole seconds are kept

  bool operator==(const Checkpoint&) const = default;
};

inline constexpr std::string_view kOriginPrefix = "naadam/history/";

struct SignedCheckpoint {
  Checkpoint checkpoint;
  std::string key_name;
  std::string key_number;  // seal::kKeyNumberBytes
  std::string signature;   // seal::kSignatureBytes

  bool operator==(const SignedCheckpoint&) const = default;
  bool signed_by(const seal::PublicKey& key) const;
};

SignedCheckpoint sign(const Checkpoint& checkpoint, const seal::SigningKey& key);

// The whole note.
std::string text_of(const SignedCheckpoint& checkpoint);
// Exactly what text_of() gives, else kCorrupt.
core::Result<SignedCheckpoint> parse_checkpoint(std::string_view note);
// A note typed off a sheet: what stands around it, carriage returns and blanks at line ends are passed over. kCorrupt.
core::Result<SignedCheckpoint> find_checkpoint(std::string_view text);

}  // namespace naadam::history
