// The revision of a record: (epoch, n, hash of content), 16 bytes, so that recomputing a step gives the same rev
// and bytewise order is the order of (epoch, n).
//
//   0        4        8                16
//   +--------+--------+----------------+
//   | epoch  |   n    | hash           |   all big-endian
//   +--------+--------+----------------+
//
// Compare epoch, then n. Both equal with another hash is an alarm (two different decisions under one number),
// never a silent choice.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace naadam::core {

inline constexpr std::size_t kRevBytes = 4 + 4 + 8;

struct Rev {
  std::uint32_t epoch = 0;  // raised from outside at every promotion, restore or cut log
  std::uint32_t n = 0;      // counts the record's steps from 1
  std::uint64_t hash = 0;   // of what the step decided

  bool operator==(const Rev&) const = default;
  bool newer_than(const Rev& other) const { return epoch != other.epoch ? epoch > other.epoch : n > other.n; }
  std::string bytes() const;
  // The same 16 bytes at the end of `out`; without an allocation of their own, for columns of many.
  void append_to(std::string& out) const;
  // `raw` must hold exactly kRevBytes.
  static Rev from(std::string_view raw);
};

// The rev of the step that follows `before` and writes `content` (any bytes that say all that was decided). A process
// that has not yet heard of a newer epoch than the record's goes on in the record's, so a step is always newer.
Rev next_rev(const Rev& before, std::uint32_t epoch, std::string_view content);

// `rev`, or the first of `epoch` where that is later: newer than all that was said under older epochs, perhaps by what
// a set-back has taken away, and no newer than anything that a step under this one says. n is never 0: "nothing said".
Rev no_earlier_than(std::uint32_t epoch, const Rev& rev);

// 64-bit hash for revs and checks; not for secrets, not keyed.
std::uint64_t content_hash(std::string_view bytes, std::uint64_t seed = 0);

}  // namespace naadam::core
