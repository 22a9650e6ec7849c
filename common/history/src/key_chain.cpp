#include "history/key_chain.hpp"

#include <algorithm>

namespace naadam::history {

bool KeyChain::was_in_force(const seal::PublicKey& key) const {
  return std::ranges::find(terms_, key, &KeyTerm::key) != terms_.end();
}

Standing KeyChain::of_next(const SignedCheckpoint& one) const {
  if (!one.signed_by(in_force())) {
    const bool earlier = std::ranges::any_of(terms_, [&](const KeyTerm& term) { return one.signed_by(term.key); });
    return earlier ? Standing::kHandedOver : Standing::kStranger;
  }
  const auto& next = one.checkpoint.next;
  if (next && (!one.signed_by(*next) || was_in_force(*next))) return Standing::kBadHandOver;
  return Standing::kGood;
}

void KeyChain::take(const Checkpoint& one) {
  if (terms_.back().since == 0) terms_.back().since = one.at;
  if (one.next) terms_.push_back({*one.next, one.at, one.size});
}

Standing KeyChain::of_kept(const SignedCheckpoint& one) const {
  const auto term = std::ranges::find_if(terms_, [&](const KeyTerm& each) { return one.signed_by(each.key); });
  if (term == terms_.end()) return Standing::kStranger;
  const auto after = term + 1;
  if (after != terms_.end() && one.checkpoint.size > after->from) return Standing::kHandedOver;
  const auto& next = one.checkpoint.next;
  if (!next) return Standing::kGood;
  const bool same = after == terms_.end() ? !was_in_force(*next) : *next == after->key;
  return same && one.signed_by(*next) ? Standing::kGood : Standing::kBadHandOver;
}

std::optional<KeyChain> chain_in(std::string_view checkpoints, const seal::PublicKey& first) {
  KeyChain chain(first);
  bool any = false;
  for (const std::string_view note : whole_notes(checkpoints)) {
    const auto read = parse_checkpoint(note);
    const bool good = read && chain.of_next(*read) == Standing::kGood;
    if (!good && !any) return std::nullopt;
    any = true;
    if (good) chain.take(read->checkpoint);
  }
  return chain;
}

}  // namespace naadam::history
