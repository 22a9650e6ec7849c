#include "store/batch.hpp"

#include "core/bytes.hpp"

namespace naadam::store {
namespace {

constexpr std::size_t kCheckBytes = 4;

std::uint32_t check_of(std::string_view state, std::string_view id, const core::Rev& rev, std::string_view body) {
  std::uint64_t h = core::content_hash(id, rev.hash ^ (static_cast<std::uint64_t>(rev.epoch) << 32 | rev.n));
  h = core::content_hash(state, h);
  h = core::content_hash(body, h);
  return static_cast<std::uint32_t>(h);
}

}  // namespace

void add_check(std::string& state, std::string_view id, const core::Rev& rev, std::string_view body) {
  core::put_u32(state, check_of(state, id, rev, body));
}

Checked open_check(std::string_view state, std::string_view id, const core::Rev& rev, std::string_view body) {
  if (state.size() < kCheckBytes) return {};
  const std::string_view plain = state.substr(0, state.size() - kCheckBytes);
  if (core::get_u32(state.substr(plain.size())) != check_of(plain, id, rev, body)) return {};
  return {true, plain};
}

}  // namespace naadam::store
