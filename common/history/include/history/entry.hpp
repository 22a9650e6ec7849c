// One entry of the history: a decided batch of one shard's log, under its number in the whole history.
//
// Stored for ever, and hashed as it is stored: a new form adds a form byte, it never changes one. Form 1, all numbers
// big-endian:
//
//   0      1        9       11      15    23    31     32     33    34      35    36    36+w    38+w
//   +------+--------+-------+-------+-----+-----+------+------+-----+-------+-----+-----+-------+-----
//   | form | number | shard | epoch | n   | at  | kind | from | to  | flags | w   | who | count | ...
//   +------+--------+-------+-------+-----+-----+------+------+-----+-------+-----+-----+-------+-----
//      1       8        2       4      8     8      1      1     1      1      1     w      2
//
//   ... ids 16 each, revs before 16 each (flag 1), revs after 16 each, digests 16 each (flag 2), 4 bytes length of the
//   states and their column as in store/column.hpp.
//
// Errors: decode gives kCorrupt. Personal data: none.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/result.hpp"
#include "store/log_entry.hpp"

namespace naadam::history {

struct Entry {
  static constexpr std::size_t kBytesMax = 1u << 20;  // 400 records, each with the longest state, are half of it

  std::uint64_t number = 0;  // in the history, from 0
  std::uint16_t shard = 0;
  store::LogEntry decided;

  bool operator==(const Entry&) const = default;
};

std::string encode(const Entry& entry);
core::Result<Entry> decode_entry(std::string_view bytes);

}  // namespace naadam::history
