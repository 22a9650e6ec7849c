#include "scheduling/rules/seating.hpp"

#include <algorithm>

namespace naadam::scheduling {

Seating::Seating(std::vector<std::vector<std::size_t>> allowed, std::size_t slots)
    : allowed_(std::move(allowed)), entry_of_(slots), slot_of_(allowed_.size()), taken_(slots, false) {
  for (std::size_t entry = 0; possible_ && entry < allowed_.size(); ++entry) {
    std::vector<bool> seen(slots, false);
    possible_ = seat(entry, seen);
  }
}

// A slot for the entry, moving others that have one only for the time being.
bool Seating::seat(std::size_t entry, std::vector<bool>& seen) {
  for (const std::size_t slot : allowed_[entry]) {
    if (taken_[slot] || seen[slot]) continue;
    seen[slot] = true;
    if (entry_of_[slot] && !seat(*entry_of_[slot], seen)) continue;
    entry_of_[slot] = entry;
    slot_of_[entry] = slot;
    return true;
  }
  return false;
}

bool Seating::choose(std::size_t entry, std::size_t slot) {
  const auto& mine = allowed_[entry];
  if (taken_[slot] || std::ranges::find(mine, slot) == mine.end()) return false;
  const std::size_t before = slot_of_[entry];
  const std::optional<std::size_t> other = entry_of_[slot];
  taken_[slot] = true;
  if (before == slot) return true;
  entry_of_[before].reset();
  entry_of_[slot] = entry;
  slot_of_[entry] = slot;
  if (!other) return true;
  std::vector<bool> seen(entry_of_.size(), false);
  if (seat(*other, seen)) return true;
  taken_[slot] = false;
  entry_of_[slot] = other;
  slot_of_[*other] = slot;
  entry_of_[before] = entry;
  slot_of_[entry] = before;
  return false;
}

}  // namespace naadam::scheduling
