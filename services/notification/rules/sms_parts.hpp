// How many parts a short message is charged and sent as.
//
// In mainland China every message is counted in UTF-16 code units, signature and its brackets included; plain ASCII
// gets no 7-bit discount. Up to 70 units are one part; a longer text is cut into parts of at most 67, because each
// part then carries a header of 3 units by which the phone joins them (3GPP TS 23.040, 9.2.3.24.1).
//
// A character above U+FFFF (emoji, rare Han such as 𠮷) is two units, a surrogate pair, and a pair is never split:
// one that would straddle a boundary moves whole into the next part and leaves one unit of the earlier part unused.
// So the count is ceil(units / 67) for ordinary text and may be more where pairs fall on boundaries. Kannel 1.4.5 does
// not know this and cuts every 67 units, through a pair if need be; keep_pairs_whole() makes a text on which both
// agree. Pure; any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace naadam::notification {

inline constexpr std::size_t kSingleUnitsMax = 70;  // a message of one part
inline constexpr std::size_t kJoinHeaderUnits = 3;  // what joining costs each part
inline constexpr std::size_t kPartUnitsMax = kSingleUnitsMax - kJoinHeaderUnits;

struct SmsParts {
  std::size_t units = 0;  // UTF-16 code units of the whole text
  std::size_t parts = 0;  // 0 for an empty text
};

// Of UTF-8 text. A byte that is no valid UTF-8 counts as one unit, as the U+FFFD that a gateway would send for it.
SmsParts sms_parts(std::string_view utf8);

// The same text with a blank before each pair that would straddle a boundary, so that cutting it every 67 units splits
// none. A text of one part comes back as it is.
std::string keep_pairs_whole(std::string_view utf8);

}  // namespace naadam::notification
