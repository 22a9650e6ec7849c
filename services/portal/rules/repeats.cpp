#include "portal/rules/repeats.hpp"

#include <algorithm>

namespace naadam::portal {
namespace {

std::string name_of(std::string_view owner, std::string_view key) {
  return std::string(owner) + '\n' + std::string(key);
}

}  // namespace

bool is_key(std::string_view text) {
  return text.size() >= kKeyBytesMin && text.size() <= kKeyBytesMax && std::ranges::all_of(text, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
         });
}

// Old ones, and, of too many, the oldest; none that is in work.
void Repeats::forget(core::Millis now) {
  for (auto turn = turns_.begin(); turn != turns_.end();) {
    const auto it = known_.find(*turn);
    const bool old = now - it->second.at > kRememberMs;
    if (!old && known_.size() < keys_max_) return;
    if (it->second.in_work) {
      ++turn;
      continue;
    }
    known_.erase(it);
    turn = turns_.erase(turn);
  }
}

bool Repeats::begin(std::string_view owner, std::string_view key, core::Millis now) {
  forget(now);
  const std::string name = name_of(owner, key);
  const auto [it, fresh] = known_.try_emplace(name);
  Known& known = it->second;
  if (known.in_work) return false;
  if (!fresh) turns_.erase(known.turn);
  known.turn = turns_.insert(turns_.end(), name);
  known.in_work = true;
  known.at = now;
  return true;
}

bool Repeats::fits(std::string_view owner, std::string_view key, std::string_view fingerprint) const {
  const auto it = known_.find(name_of(owner, key));
  return it == known_.end() || it->second.fingerprint.empty() || it->second.fingerprint == fingerprint;
}

void Repeats::finish(std::string_view owner, std::string_view key, std::string_view fingerprint) {
  const auto it = known_.find(name_of(owner, key));
  if (it == known_.end()) return;
  it->second.in_work = false;
  it->second.fingerprint = fingerprint;
}

void Repeats::fail(std::string_view owner, std::string_view key) {
  const auto it = known_.find(name_of(owner, key));
  if (it == known_.end()) return;
  it->second.in_work = false;
  if (!it->second.fingerprint.empty()) return;
  turns_.erase(it->second.turn);
  known_.erase(it);
}

}  // namespace naadam::portal
