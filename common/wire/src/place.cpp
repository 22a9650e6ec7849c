#include "wire/place.hpp"

#include <array>

#include "fields.hpp"
#include "wire/stages.hpp"

namespace naadam::wire {
namespace {

constexpr std::uint8_t kPlaceStateForm = 1;
constexpr std::uint64_t kPlaceTail = 0x706c616365;  // "place"

}  // namespace

std::uint64_t contest_of(std::string_view edition, Round round, std::string_view event, std::string_view group,
                         std::string_view delegation) {
  std::string name = "contest";
  put_u8(name, static_cast<std::uint8_t>(round));
  for (const std::string_view part : std::array{edition, event, group, delegation}) {
    core::put_u32(name, static_cast<std::uint32_t>(part.size()));
    name.append(part);
  }
  return core::content_hash(name);
}

std::uint64_t trial_of(std::string_view edition, const EntryState& state) {
  return contest_of(edition, Round::kTrial, state.event, state.group, state.delegation);
}

core::Id place_id(std::uint64_t contest, const core::Id& entry) {
  std::string bytes = board_of(contest);
  core::put_u64(bytes, core::content_hash(entry.view(), kPlaceTail));
  return core::Id::from(bytes);
}

core::Id id_within(std::uint64_t contest, std::uint64_t seed) {
  std::string bytes = board_of(contest);
  core::put_u64(bytes, core::content_hash(bytes, seed));
  return core::Id::from(bytes);
}

std::string board_of(std::uint64_t contest) {
  std::string bytes;
  core::put_u64(bytes, contest);
  return bytes;
}

std::uint64_t contest_in(const core::Id& place) { return core::get_u64(place.view()); }

// source rev 16 | form | entry 16
std::string encode(const PlaceState& state) {
  std::string out = state.source.bytes();
  put_u8(out, kPlaceStateForm);
  out.append(state.entry.view());
  return out;
}

core::Result<PlaceState> decode_place_state(std::string_view bytes) {
  ByteReader in(bytes);
  PlaceState state;
  const std::string_view source = in.take(core::kRevBytes);
  if (!in.ok() || in.u8() != kPlaceStateForm) return tl::unexpected(corrupt("place state", "form"));
  state.source = core::Rev::from(source);
  state.entry = in.id();
  if (!in.ok() || !in.at_end()) return tl::unexpected(corrupt("place state", "length"));
  return state;
}

std::uint8_t stage_on_board(const EntryState& state) {
  if (state.has(entry_flag::kWithdrawn)) return place_stage::kWithdrawn;
  switch (state.verdict) {
    case Verdict::kAccepted:
      return place_stage::kAccepted;
    case Verdict::kNeedsEvidence:
      return place_stage::kNeedsEvidence;
    case Verdict::kRefused:
      return place_stage::kRefused;
    case Verdict::kNone:
    case Verdict::kReturned:
      break;
  }
  return place_stage::kReturned;
}

}  // namespace naadam::wire
