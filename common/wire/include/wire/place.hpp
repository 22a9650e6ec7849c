// A place: one entry on the board of one contest 场.
//
// A contest is event x group x delegation for the trials, event for the finals. It is known by 8 bytes, with which the
// ids of its places begin, so a board lies on one shard and its places are one group there (see List in
// store/store.hpp). Stored as a record of kind 'b' without a body, told by apply(): `state` begins with the rev of the
// entry, the newest wins. The stage (place_stage) is how the board counts it.
// Errors: decode gives kCorrupt. Personal data: none.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/id.hpp"
#include "core/result.hpp"
#include "core/rev.hpp"
#include "wire/entry.hpp"

namespace naadam::wire {

// Stored: never renumber.
enum class Round : std::uint8_t { kTrial = 1, kFinal = 2 };

// `edition` is the edition's id; the others its codes, empty where unknown (and `group`, `delegation` in a final).
std::uint64_t contest_of(std::string_view edition, Round round, std::string_view event, std::string_view group,
                         std::string_view delegation);
// The trial that an entry stands in, by its state.
std::uint64_t trial_of(std::string_view edition, const EntryState& state);

core::Id place_id(std::uint64_t contest, const core::Id& entry);
// The id of something else about the contest, of which there is one: `seed` names what. Not on a board.
core::Id id_within(std::uint64_t contest, std::uint64_t seed);
// The group of the contest's places: the first 8 bytes of each of their ids.
std::string board_of(std::uint64_t contest);
std::uint64_t contest_in(const core::Id& place);

struct PlaceState {
  core::Rev source;  // of the entry
  core::Id entry;
};

std::string encode(const PlaceState& state);
core::Result<PlaceState> decode_place_state(std::string_view bytes);

// How a board counts an entry that belongs to it.
std::uint8_t stage_on_board(const EntryState& state);

}  // namespace naadam::wire
