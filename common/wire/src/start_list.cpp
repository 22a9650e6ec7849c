#include "wire/start_list.hpp"

#include <fmt/format.h>

#include <utility>

#include "fields.hpp"

namespace naadam::wire {
namespace {

constexpr std::uint8_t kStartListStateForm = 1;
constexpr std::uint8_t kListForm = 1;
constexpr std::size_t kDrawBytesMax = 255;
constexpr std::uint64_t kStartListTail = 0x7374617274;  // "start"

}  // namespace

core::Id start_list_id(std::string_view edition, Round round, std::string_view event, std::string_view group,
                       std::string_view delegation) {
  return id_within(contest_of(edition, round, event, group, delegation), kStartListTail);
}

// source rev 16 | form | document 32
std::string encode(const StartListState& state) {
  std::string out = state.source.bytes();
  put_u8(out, kStartListStateForm);
  return out.append(state.document);
}

core::Result<StartListState> decode_start_list_state(std::string_view bytes) {
  ByteReader in(bytes);
  StartListState state;
  const std::string_view source = in.take(core::kRevBytes);
  if (!in.ok() || in.u8() != kStartListStateForm) return tl::unexpected(corrupt("start list state", "form"));
  state.source = core::Rev::from(source);
  state.document = in.take(StartListState::kNameBytes);
  if (!in.ok() || !in.at_end()) return tl::unexpected(corrupt("start list state", "document"));
  return state;
}

// form | round | draw (length first) | draw document 32 | event group delegation (length first) |
// starts: count 4, each entry 16, heat 2, station 2
std::string encode(const StartList& list) {
  std::string out;
  put_u8(out, kListForm);
  put_u8(out, static_cast<std::uint8_t>(list.round));
  put_short_text(out, list.draw);
  out.append(list.draw_document);
  for (const std::string* code : {&list.event, &list.group, &list.delegation}) put_short_text(out, *code);
  core::put_u32(out, static_cast<std::uint32_t>(list.starts.size()));
  for (const Start& start : list.starts) {
    out.append(start.entry.view());
    put_u16(out, start.heat);
    put_u16(out, start.station);
  }
  return out;
}

core::Result<StartList> decode_start_list(std::string_view bytes) {
  ByteReader in(bytes);
  if (in.u8() != kListForm) return tl::unexpected(corrupt("start list", "form"));
  StartList list;
  const std::uint8_t round = in.u8();
  if (round != static_cast<std::uint8_t>(Round::kTrial) && round != static_cast<std::uint8_t>(Round::kFinal)) {
    return tl::unexpected(corrupt("start list", "round"));
  }
  list.round = static_cast<Round>(round);
  list.draw = in.short_text(kDrawBytesMax);
  list.draw_document = in.take(StartListState::kNameBytes);
  for (std::string* code : {&list.event, &list.group, &list.delegation}) *code = in.short_text(kCodeBytesMax);
  const std::uint32_t count = in.u32();
  std::pair<std::uint16_t, std::uint16_t> last{0, 0};
  for (std::uint32_t i = 0; in.ok() && i < count; ++i) {
    Start start{in.id(), in.u16(), in.u16()};
    const std::pair seat(start.heat, start.station);
    if (start.heat == 0 || start.station == 0 || seat <= last) return tl::unexpected(corrupt("start list", "seat"));
    last = seat;
    list.starts.push_back(start);
  }
  if (!in.ok() || !in.at_end()) return tl::unexpected(corrupt("start list", "length or field"));
  return list;
}

std::string start_number(std::uint16_t heat, std::uint16_t station) { return fmt::format("{}-{:02}", heat, station); }

}  // namespace naadam::wire
