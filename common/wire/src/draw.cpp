#include "wire/draw.hpp"

#include "core/rev.hpp"
#include "fields.hpp"

namespace naadam::wire {
namespace {

constexpr std::uint8_t kDrawStateForm = 1;
constexpr std::uint64_t kDrawTail = 0x64726177;  // "draw"

}  // namespace

core::Id draw_id(std::string_view edition, Round round, std::string_view delegation) {
  return id_within(contest_of(edition, round, "", "", delegation), kDrawTail);
}

// form | document 32
std::string encode(const DrawState& state) {
  std::string out;
  put_u8(out, kDrawStateForm);
  return out.append(state.document);
}

core::Result<DrawState> decode_draw_state(std::string_view bytes) {
  ByteReader in(bytes);
  if (in.u8() != kDrawStateForm) return tl::unexpected(corrupt("draw state", "form"));
  const std::string_view document = in.take(DrawState::kNameBytes);
  if (!in.ok() || !in.at_end()) return tl::unexpected(corrupt("draw state", "document"));
  return DrawState{std::string(document)};
}

}  // namespace naadam::wire
