#include "wire/start_list.hpp"

#include <fmt/format.h>

#include "fields.hpp"

namespace naadam::wire {
namespace {

constexpr std::uint8_t kStateForm = 1;
constexpr std::uint64_t kTailSeed = 0x7374617274;  // "start"

}  // namespace

core::Id start_list_id(std::string_view edition, Round round, std::string_view event, std::string_view group,
                       std::string_view delegation) {
  return id_within(contest_of(edition, round, event, group, delegation), kTailSeed);
}

// source rev 16 | form | document 32
std::string encode(const StartListState& state) {
  std::string out = state.source.bytes();
  put_u8(out, kStateForm);
  return out.append(state.document);
}

core::Result<StartListState> decode_start_list_state(std::string_view bytes) {
  ByteReader in(bytes);
  StartListState state;
  const std::string_view source = in.take(core::kRevBytes);
  if (!in.ok() || in.u8() != kStateForm) return tl::unexpected(corrupt("start list state", "form"));
  state.source = core::Rev::from(source);
  state.document = in.take(StartListState::kNameBytes);
  if (!in.ok() || !in.at_end()) return tl::unexpected(corrupt("start list state", "document"));
  return state;
}

std::string start_number(std::uint16_t heat, std::uint16_t station) { return fmt::format("{}-{:02}", heat, station); }

}  // namespace naadam::wire
