// A choice among a published list from published numbers, as RFC 3797 (publicly verifiable selection) makes it: of
// supervisors to send, judges to watch, works to look at again. Draws of seats follow draw.hpp instead.
//
// Key:    of each source its numbers in ascending order, a '.' after each, then a '/': "9319./2.5.8.10.12./"
// Choice: the i-th, i from 0, is the one at MD5(u16(i) key u16(i)) mod n of the n that are left, in the list's order;
//         the hash is one number of 128 bits; both are big-endian. Who is chosen leaves the list.
// The list, the sources and how their numbers are read are to be published before the numbers exist.
// Source: RFC 3797, sections 4 and 6 (2004). Of section 4 only numbers that are whole and not negative are taken here.
// Thread: any; pure. No personal data but the names of the list, which is public.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"

namespace naadam::scheduling {

inline constexpr std::size_t kSelectionPoolMax = 65'535;  // the index has two bytes
inline constexpr std::size_t kSourceDigitsMax = 64;       // of one number
inline constexpr std::size_t kSourcesMax = 64;

// One source's numbers: "2 5 12 8 10", apart by commas or blanks, zeros in front without meaning, repeats kept.
using Source = std::string;

// RFC 1321. Weak against who chooses both texts; here it meets only numbers that were published, framed by an index.
using Md5 = std::array<std::uint8_t, 16>;

struct Selected {
  std::size_t at = 0;  // its place in the list, from 0
  Md5 hash{};          // that chose it
};

// The names of a list, one a line, as domain::plain_text() has them; empty lines do not count. kInvalid: a name twice.
core::Result<std::vector<std::string>> selection_list(std::string_view text);

// kInvalid: no source or more than kSourcesMax, one without a number or with something else in it, a number of more
// than kSourceDigitsMax digits.
core::Result<std::string> selection_key(const std::vector<Source>& sources);

// `count` of a list of `pool`, in the order they are chosen. kInvalid: pool is 0 or above kSelectionPoolMax, count is
// 0 or above pool.
core::Result<std::vector<Selected>> select_publicly(std::size_t pool, std::size_t count, const std::string& key);

}  // namespace naadam::scheduling
