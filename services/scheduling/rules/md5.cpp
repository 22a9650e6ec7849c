#include "scheduling/rules/md5.hpp"

#include <bit>
#include <cmath>
#include <cstddef>
#include <string>

namespace naadam::scheduling {
namespace {

constexpr std::size_t kBlockBytes = 64;
constexpr std::size_t kLengthBytes = 8;
constexpr int kTurns[4][4] = {{7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}};

using Sines = std::array<std::uint32_t, kBlockBytes>;
using State = std::array<std::uint32_t, 4>;

// RFC 1321, 3.4: the whole part of 4294967296 times abs(sin(i)), i in radians from 1.
const Sines& sines() {
  static const Sines table = [] {
    Sines made;
    for (std::size_t i = 0; i < made.size(); ++i) {
      made[i] = static_cast<std::uint32_t>(std::fabs(std::sin(static_cast<double>(i + 1))) * 4294967296.0);
    }
    return made;
  }();
  return table;
}

void take_block(State& state, std::string_view block) {
  std::array<std::uint32_t, 16> words{};
  for (std::size_t i = 0; i < kBlockBytes; ++i) {
    words[i / 4] |= std::uint32_t{static_cast<std::uint8_t>(block[i])} << 8 * (i % 4);
  }
  auto [a, b, c, d] = state;
  for (std::size_t i = 0; i < kBlockBytes; ++i) {
    const std::size_t round = i / 16;
    std::uint32_t mixed = 0;
    std::size_t word = 0;
    switch (round) {
      case 0:
        mixed = (b & c) | (~b & d), word = i;
        break;
      case 1:
        mixed = (b & d) | (c & ~d), word = 5 * i + 1;
        break;
      case 2:
        mixed = b ^ c ^ d, word = 3 * i + 5;
        break;
      default:
        mixed = c ^ (b | ~d), word = 7 * i;
        break;
    }
    mixed += a + sines()[i] + words[word % 16];
    a = d, d = c, c = b;
    b += std::rotl(mixed, kTurns[round][i % 4]);
  }
  state[0] += a, state[1] += b, state[2] += c, state[3] += d;
}

}  // namespace

Md5 md5_of(std::string_view bytes) {
  std::string padded(bytes);
  padded += '\x80';
  while (padded.size() % kBlockBytes != kBlockBytes - kLengthBytes) padded += '\0';
  const std::uint64_t bits = std::uint64_t{bytes.size()} * 8;
  for (std::size_t i = 0; i < kLengthBytes; ++i) padded += static_cast<char>(bits >> 8 * i);
  State state = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
  for (std::size_t at = 0; at < padded.size(); at += kBlockBytes) {
    take_block(state, std::string_view(padded).substr(at, kBlockBytes));
  }
  Md5 hash{};
  for (std::size_t i = 0; i < hash.size(); ++i) hash[i] = static_cast<std::uint8_t>(state[i / 4] >> 8 * (i % 4));
  return hash;
}

}  // namespace naadam::scheduling
