// Which Idempotency-Key came with what. It finds the client that uses one key for two things, and two requests of one
// key at the same time; that a repeat gets the same answer does not rest on it (an upload's identity is its content),
// so it may forget: what is old, what is too much, and everything at a restart.
//
// Pure but for its memory; thread: one.
#pragma once

#include <cstddef>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "core/clock.hpp"

namespace naadam::portal {

inline constexpr std::size_t kKeyBytesMin = 8;
inline constexpr std::size_t kKeyBytesMax = 64;

// Letters, digits, '-' and '_', of a length between the two above; a UUID is one.
bool is_key(std::string_view text);

class Repeats {
 public:
  static constexpr core::Millis kRememberMs = 24 * 3'600'000;

  // At most `keys_max` are remembered.
  explicit Repeats(std::size_t keys_max = 10'000) : keys_max_(keys_max) {}

  // A request begins. False: one of this key is in work. `owner` is whose key it is: keys of two tokens differ.
  bool begin(std::string_view owner, std::string_view key, core::Millis now);
  // Its content is known. False: the key came with another content before.
  bool fits(std::string_view owner, std::string_view key, std::string_view fingerprint) const;
  // It was answered; what failed may come with another content.
  void finish(std::string_view owner, std::string_view key, std::string_view fingerprint);
  void fail(std::string_view owner, std::string_view key);

  std::size_t size() const { return known_.size(); }

 private:
  struct Known {
    std::string fingerprint;  // empty: never answered
    bool in_work = false;
    core::Millis at = 0;
    std::list<std::string>::iterator turn;
  };
  void forget(core::Millis now);

  const std::size_t keys_max_;
  std::map<std::string, Known, std::less<>> known_;  // by owner and key
  std::list<std::string> turns_;                     // the same; the oldest first
};

}  // namespace naadam::portal
