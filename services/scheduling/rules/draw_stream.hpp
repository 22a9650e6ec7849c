// Where a draw takes its chance from: a stream of numbers that anyone can compute from the seed with a tool for
// SHA-256.
//
// Block i of the stream called `label` is SHA256("TDRAW1/stream" 00 LP(seed) LP(label) u64(i)), i = 0, 1, ...; LP(x) is
// the length of x as four bytes and then x, all numbers are big-endian. Each block gives four numbers of 64 bits in
// their order. Thread: one. No personal data.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "seal/sha256.hpp"

namespace naadam::scheduling {

// What is hashed: a name of its own for each use, then parts that cannot run into each other.
class Preimage {
 public:
  // `tag` without its closing zero byte: "TDRAW1/seed".
  explicit Preimage(std::string_view tag);
  Preimage& add(std::string_view part);  // LP(part); part is below 4 GB
  seal::Hash hash() const;

 private:
  friend class DrawStream;
  std::string bytes_;
};

class DrawStream {
 public:
  DrawStream(const seal::Hash& seed, std::string_view label);

  std::uint64_t next();
  // Evenly in [0, n), n > 0: numbers from the last, incomplete run of n are passed over. Takes one even for n = 1.
  std::uint64_t below(std::uint64_t n);
  // From the last place down to the second, each exchanged with one at or before it.
  template <class T>
  void shuffle(std::vector<T>& items) {
    for (std::size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[below(i)]);
  }

 private:
  Preimage head_;
  std::uint64_t block_ = 0;
  std::array<std::uint64_t, 4> words_{};
  std::size_t used_ = 4;
};

}  // namespace naadam::scheduling
