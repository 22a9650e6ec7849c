// Who was not let in, and why: counted, and told in a number of lines that no stranger can raise.
//
// For each pair of reason and role the first refusal is told at once, then at most one every 10 s, with the number of
// those in between. Reasons are few and roles are those of the allow-list, so the lines an hour are bounded whatever
// knocks. Thread: any; `told` is called under a lock, from the gate's thread or an inbox's, and must be quick.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "core/clock.hpp"

namespace naadam::link {

enum class RefusedFor : std::uint8_t {
  kStranger,   // a key that is on no list
  kRole,       // a key that is let in elsewhere, or may not do this here
  kRevoked,    // a key that was on the list
  kNoList,     // the list cannot be read, or nobody has confirmed it for 10 s: nobody is let in
  kNoGate,     // the thread that answers ZeroMQ's question is gone: nobody is let in
  kBadKey,     // a file on the list holds no key: it lets nobody in
  kMechanism,  // NULL or PLAIN where CURVE is asked for
  kHandshake,  // a hand-shake that broke rules, broke off or took too long
  kNotOurs,    // bytes that are no ZMTP 3: HTTP, noise
  kOversized,  // a frame beyond core::limits::kFrameBytesMax
};
inline constexpr std::size_t kRefusedFors = 10;
std::string_view name_of(RefusedFor why);  // "stranger", "role", "revoked", "no_list", …: for log and metrics

struct Refused {
  RefusedFor why = RefusedFor::kStranger;
  std::string role;            // of the visitor, when its key has one
  std::string key;             // the first 8 characters of its public key, when it showed one
  std::string from;            // its network address, when known; for kBadKey the name of the file
  std::uint64_t repeated = 0;  // more of the same since the last line
};

class Refusals {
 public:
  Refusals(std::function<void(const Refused&)> told, const core::Clock& clock);
  ~Refusals();  // tells what is still untold
  Refusals(const Refusals&) = delete;
  Refusals& operator=(const Refusals&) = delete;

  void add(Refused refused);
  // Tells repeats whose 10 s are over.
  void tick();
  std::uint64_t count(RefusedFor why) const;

 private:
  struct Series {
    Refused last;
    core::Millis told_at = 0;
    std::uint64_t untold = 0;
  };
  void tell(Series& series, core::Millis now);
  void tell_rest(Series& series, core::Millis now);

  const std::function<void(const Refused&)> told_;
  const core::Clock& clock_;
  mutable std::mutex mutex_;  // guards all below
  std::map<std::pair<RefusedFor, std::string>, Series> series_;
  std::array<std::uint64_t, kRefusedFors> counts_{};
};

}  // namespace naadam::link
