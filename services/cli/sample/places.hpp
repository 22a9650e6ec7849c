// Where the invented people come from: region codes as they stand in document numbers and organisation codes, and
// how many of the region's entries each delegation sends.
//
// Codes are those of GB/T 2260; counts of entries follow each league's population, roughly. Thread: constants; any.
#pragma once

#include <span>
#include <string_view>

#include "cli/sample/words.hpp"

namespace naadam::cli::sample {

// A delegation as the sample knows it, found by the code the edition gives it.
struct Place {
  Word code;                      // "150100"
  unsigned share = 10;            // entries, relative to the others
  std::span<const Word> regions;  // counties in use today
};

// A code that is not in the list (an edition of other delegations) gets no regions and a small share.
Place place_of(Word delegation_code);

// Counties of leagues that became cities: their codes stay in the numbers of everyone born before.
std::span<const Word> retired_regions();

// Counties of neighbouring provinces.
std::span<const Word> outside_regions();

}  // namespace naadam::cli::sample
