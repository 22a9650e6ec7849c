// Which key may sign a checkpoint: the one that the region published signs first, and each hand-over names the next.
//
//   notary ──── 1 ─ 2 ─ 3 ═══ hand-over, signed by both
//                          └── notary.2 ──── 5 ─ 6 ═══ hand-over
//                                                   └── notary.3 ─── 8 ...
//
// Who trusts the first public key needs no other: a key that came later is believed because the one before it said so.
// One that has handed over signs no more, so what its secret is worth to a thief ends there. Thread: a value; pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/clock.hpp"
#include "history/checkpoint.hpp"
#include "seal/signing.hpp"

namespace naadam::history {

// How long a key was in force.
struct KeyTerm {
  seal::PublicKey key;
  core::Millis since = 0;  // of the hand-over to it; of the first key, its first checkpoint; 0 before that
  std::uint64_t from = 0;  // entries there were then

  bool operator==(const KeyTerm&) const = default;
};

// What a checkpoint's signatures are.
enum class Standing : std::uint8_t {
  kGood,
  kStranger,     // not of a key that was ever in force
  kHandedOver,   // of one that had handed over before
  kBadHandOver,  // in a hand-over that the new key did not sign, or to a key that was in force before
};

class KeyChain {
 public:
  explicit KeyChain(seal::PublicKey first) : terms_{{std::move(first), 0, 0}} {}

  // Of the next checkpoint in the history.
  Standing of_next(const SignedCheckpoint& one) const;
  // Goes on behind it; it must be kGood.
  void take(const Checkpoint& one);
  // Of one that was kept elsewhere, once the history's own are taken: good when its key was in force at its entries.
  Standing of_kept(const SignedCheckpoint& one) const;

  // In their order; the last is in force. At least one.
  const std::vector<KeyTerm>& terms() const { return terms_; }
  const seal::PublicKey& in_force() const { return terms_.back().key; }

 private:
  bool was_in_force(const seal::PublicKey& key) const;
  std::vector<KeyTerm> terms_;
};

// As the notes of a checkpoints file tell it, without the entries they cover: what is not good is passed over, for
// walk() to find. nullopt where there are notes and `first` did not sign the first of them: of another history.
std::optional<KeyChain> chain_in(std::string_view checkpoints, const seal::PublicKey& first);

}  // namespace naadam::history
