// The parts that the JSON of schemes, score books, nominations and published records share. Private to scoring's rules.
//
// Readers throw Json::exception or Wrong, caught where a whole document is parsed. Pure; any thread.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "domain/json_integer.hpp"
#include "scoring/rules/score_book.hpp"

namespace naadam::scoring {

using Json = nlohmann::ordered_json;

// Says where in a document something is wrong.
struct Wrong {
  std::string place;
};

Decimal decimal_in(const Json& value, const char* place);
Presence presence_in_json(const Json& value);

Json to_json(const std::vector<Criterion>& criteria);
std::vector<Criterion> criteria_in(const Json& json);
Json to_json(const std::vector<MarkLine>& lines);
std::vector<MarkLine> lines_in(const Json& json);
Json to_json(const std::vector<Review>& reviews);
std::vector<Review> reviews_in(const Json& json);
Json to_json(const std::vector<BookStep>& steps);
std::vector<BookStep> steps_in(const Json& json);
Json to_json(const std::vector<RankedLine>& ranked);
std::vector<RankedLine> ranked_in(const Json& json);

inline const char* round_name(wire::Round round) { return round == wire::Round::kTrial ? "trial" : "final"; }
wire::Round round_in(const Json& json);

// As stored: one line, whatever bytes the texts hold.
inline std::string dumped(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

}  // namespace naadam::scoring
