// A start list 出场表: who competes where in one contest 场, as a published draw says. Told by scheduling to scoring.
//
// Stored as a record of kind 's' without a body, one a contest, told by apply(): `state` begins with the rev of the
// draw, the newest wins. It names a document (runtime/documents.hpp): the list itself, in the bytes of encode().
// A seat whose entry was withdrawn stays on it; a substitute stands in the seat taken over. A contest that a redraw
// has no entries of any more has a list without starts.
// Errors: decode gives kCorrupt. Personal data: none.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/id.hpp"
#include "core/result.hpp"
#include "core/rev.hpp"
#include "wire/place.hpp"

namespace naadam::wire {

// `edition` is the edition's id; the others its codes (`group` and `delegation` empty in a final).
core::Id start_list_id(std::string_view edition, Round round, std::string_view event, std::string_view group,
                       std::string_view delegation);

struct StartListState {
  static constexpr std::size_t kNameBytes = 32;
  core::Rev source;      // of the draw
  std::string document;  // its name: kNameBytes, the SHA-256 of its text
};

std::string encode(const StartListState& state);
core::Result<StartListState> decode_start_list_state(std::string_view bytes);

struct Start {
  core::Id entry;
  std::uint16_t heat = 0;     // 场次, from 1
  std::uint16_t station = 0;  // 工位, from 1
  bool operator==(const Start&) const = default;
};

struct StartList {
  Round round = Round::kTrial;
  std::string draw;                      // 抽签编号, as its organiser wrote it; at most 255 bytes
  std::string draw_document;             // the draw's book as it then was: StartListState::kNameBytes
  std::string event, group, delegation;  // codes, each at most 16 bytes; of a final, `group` and `delegation` empty
  std::vector<Start> starts;             // in order of heat and station, each seat once
  bool operator==(const StartList&) const = default;
};

std::string encode(const StartList& list);
core::Result<StartList> decode_start_list(std::string_view bytes);

// 参赛号, by which judges know who stands at a seat: "2-05" is station 5 of heat 2. Unique within a contest.
std::string start_number(std::uint16_t heat, std::uint16_t station);

}  // namespace naadam::wire
