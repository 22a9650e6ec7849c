// A draw 抽签: who draws seats for whom, and the document that says all about it.
//
// Stored as a record of kind 'd' without a body, one for the trials of each delegation and one for the finals; a redraw
// is a further chapter of the same record. Its document (runtime/documents.hpp) is replaced with every step; the ones
// before stay readable under their names. Errors: decode gives kCorrupt. Personal data: none.
#pragma once

#include <string>
#include <string_view>

#include "core/id.hpp"
#include "core/result.hpp"
#include "wire/place.hpp"

namespace naadam::wire {

// `edition` is the edition's id; `delegation` its code, empty for the finals.
core::Id draw_id(std::string_view edition, Round round, std::string_view delegation);

struct DrawState {
  static constexpr std::size_t kNameBytes = 32;
  std::string document;  // its name: kNameBytes, the SHA-256 of its text
};

std::string encode(const DrawState& state);
core::Result<DrawState> decode_draw_state(std::string_view bytes);

}  // namespace naadam::wire
