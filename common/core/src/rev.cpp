#include "core/rev.hpp"

#include <xxhash.h>

#include <algorithm>

#include "core/bytes.hpp"

namespace naadam::core {

std::string Rev::bytes() const {
  std::string out;
  append_to(out);
  return out;
}

void Rev::append_to(std::string& out) const {
  put_u32(out, epoch);
  put_u32(out, n);
  put_u64(out, hash);
}

Rev Rev::from(std::string_view raw) { return {get_u32(raw), get_u32(raw.substr(4)), get_u64(raw.substr(8))}; }

Rev next_rev(const Rev& before, std::uint32_t epoch, std::string_view content) {
  return {std::max(epoch, before.epoch), before.n + 1, content_hash(content, before.hash)};
}

Rev no_earlier_than(std::uint32_t epoch, const Rev& rev) { return rev.epoch < epoch ? Rev{epoch, 1, 0} : rev; }

std::uint64_t content_hash(std::string_view bytes, std::uint64_t seed) {
  return XXH3_64bits_withSeed(bytes.data(), bytes.size(), seed);
}

}  // namespace naadam::core
