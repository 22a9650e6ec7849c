// What scoring keeps: marking schemes 评分方案, the score book of each contest 成绩册, and nominations for the finals.
//
// Stored as records of kind 'm' without a body: a scheme one an event and round, a book one a contest, a nomination one
// an event and delegation. Each names a document (runtime/documents.hpp) that says all about it; the document is
// replaced with every step, the ones before stay readable under their names. Errors: decode gives kCorrupt. Personal
// data: none; contestants are entry ids and start numbers.
#pragma once

#include <string>
#include <string_view>

#include "core/id.hpp"
#include "core/result.hpp"
#include "wire/place.hpp"

namespace naadam::wire {

// `edition` is the edition's id; the others its codes, as in contest_of().
core::Id scheme_id(std::string_view edition, Round round, std::string_view event);
core::Id score_book_id(std::string_view edition, Round round, std::string_view event, std::string_view group,
                       std::string_view delegation);
core::Id nomination_id(std::string_view edition, std::string_view event, std::string_view delegation);

struct ScoreState {
  static constexpr std::size_t kNameBytes = 32;
  std::string document;  // its name: kNameBytes, the SHA-256 of its text
};

std::string encode(const ScoreState& state);
core::Result<ScoreState> decode_score_state(std::string_view bytes);

}  // namespace naadam::wire
