#include "scheduling/rules/draw_stream.hpp"

#include "core/bytes.hpp"

namespace naadam::scheduling {

Preimage::Preimage(std::string_view tag) : bytes_(tag) { bytes_ += '\0'; }

Preimage& Preimage::add(std::string_view part) {
  core::put_u32(bytes_, static_cast<std::uint32_t>(part.size()));
  bytes_ += part;
  return *this;
}

seal::Hash Preimage::hash() const {
  seal::Sha256 sha;
  sha.add(bytes_);
  return sha.finish();
}

DrawStream::DrawStream(const seal::Hash& seed, std::string_view label) : head_("TDRAW1/stream") {
  head_.add(seal::view_of(seed)).add(label);
}

std::uint64_t DrawStream::next() {
  if (used_ == words_.size()) {
    std::string number;
    core::put_u64(number, block_++);
    seal::Sha256 sha;
    sha.add(head_.bytes_);
    sha.add(number);
    const seal::Hash block = sha.finish();
    for (std::size_t i = 0; i < block.size(); ++i) words_[i / 8] = words_[i / 8] << 8 | block[i];
    used_ = 0;
  }
  return words_[used_++];
}

std::uint64_t DrawStream::below(std::uint64_t n) {
  // 2^64 mod n in 64 bits; none are passed over where n divides 2^64.
  const std::uint64_t over = (UINT64_MAX % n + 1) % n;
  std::uint64_t word = next();
  while (word > UINT64_MAX - over) word = next();
  return word % n;
}

}  // namespace naadam::scheduling
