// What is published of results, as one JSON file that anyone may keep, and whether it is what its marks give.
//
//   {"format": "naadam-results-1", "edition": "<version>",
//    "books": [{score_book.hpp}], "nominations": [{nomination_book.hpp}]}
//
// Books and nominations are the documents themselves: the SHA-256 of one, written without blanks, is the name that the
// services show and that nominations quote. Thread: any. No personal data.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "scoring/rules/nomination_book.hpp"
#include "scoring/rules/score_book.hpp"

namespace naadam::scoring {

inline constexpr std::size_t kResultsBytesMax = 64u << 20;

struct ResultsRecord {
  std::string edition;                      // version
  std::vector<ScoreBook> books;             // published ones
  std::vector<NominationBook> nominations;  // published ones
};

std::string to_json(const ResultsRecord& record);
// Errors, kInvalid: not such a file.
core::Result<ResultsRecord> parse_results(std::string_view json);

// The name of a document, in hex.
std::string document_name(std::string_view text);

// Where a record says something else than its own marks give, one line of zh-CN a place. Empty: it is as it should be.
struct ResultsDifference {
  std::string place;  // "E05 worker 2-05", "E05 finals"
  std::string has, should;
};
std::vector<ResultsDifference> check_results(const ResultsRecord& record);

}  // namespace naadam::scoring
