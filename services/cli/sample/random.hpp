// Seeded choice that gives the same sequence on every machine and compiler (the standard distributions do not).
//
// One per planned sample; thread: one. Not for secrets.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>

namespace naadam::cli::sample {

class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  // SplitMix64: one addition and three mixing steps.
  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
  }

  // [0, n), n >= 1. The bias of the remainder is below 2^-40 for every n used here.
  std::size_t below(std::size_t n) { return static_cast<std::size_t>(next() % n); }

  // [low, high]
  int between(int low, int high) { return low + static_cast<int>(below(static_cast<std::size_t>(high - low) + 1)); }

  // True `percent` times in a hundred.
  bool chance(unsigned percent) { return below(100) < percent; }

  // `items` is a non-empty array or vector.
  template <class Items>
  const auto& pick(const Items& items) {
    return std::data(items)[below(std::size(items))];
  }

 private:
  std::uint64_t state_;
};

}  // namespace naadam::cli::sample
