// Records that travel together: one shard, kind and stage, as columns. What the store hands out, what a link
// carries, what a step decides about.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/id.hpp"
#include "core/rev.hpp"
#include "store/column.hpp"

namespace naadam::store {

inline constexpr std::size_t kPackNameBytes = 8;

// The kind of a record: one letter, part of its keys, stored for ever. See store/keys.hpp.
enum class Kind : char {
  kUpload = 'u',
  kEntry = 'e',
  kNotice = 'n',
  kPlace = 'b',
  kDraw = 'd',
  kStartList = 's',
  kScore = 'm',
};

using Stage = std::uint8_t;  // counts from 1 within a kind; 0 is none

struct Batch {
  Kind kind = Kind::kEntry;
  Stage stage = 0;
  std::uint16_t shard = 0;
  std::string pack;            // the name under which they lie together; empty where not known
  std::uint32_t attempts = 0;  // how often this pack was handed out by take() without progress
  std::string ids;             // 16 bytes each
  std::string revs;            // 16 bytes each
  std::string states;          // column
  std::string bodies;          // column

  std::size_t size() const { return ids.size() / core::kIdBytes; }
  std::string_view id_bytes(std::size_t i) const {
    return std::string_view(ids).substr(i * core::kIdBytes, core::kIdBytes);
  }
  core::Id id(std::size_t i) const { return core::Id::from(id_bytes(i)); }
  core::Rev rev(std::size_t i) const {
    return core::Rev::from(std::string_view(revs).substr(i * core::kRevBytes, core::kRevBytes));
  }
  std::string_view state(std::size_t i) const { return column_cell(states, size(), i); }
  std::string_view body(std::size_t i) const { return column_cell(bodies, size(), i); }

  // Columns agree with each other; a batch from outside must pass this before anything else is asked of it.
  bool well_formed() const {
    const std::size_t n = size();
    return n > 0 && ids.size() == n * core::kIdBytes && revs.size() == n * core::kRevBytes &&
           (pack.empty() || pack.size() == kPackNameBytes) && column_fits(states, n) && column_fits(bodies, n);
  }
};

// A record's state ends with a 4-byte check over id, rev, state and body, so that a flipped byte anywhere in it is
// found where it is read.
void add_check(std::string& state, std::string_view id, const core::Rev& rev, std::string_view body);
// The state without its check, or nullopt-like empty view with ok = false where it does not hold.
struct Checked {
  bool ok = false;
  std::string_view state;
};
Checked open_check(std::string_view state, std::string_view id, const core::Rev& rev, std::string_view body);

}  // namespace naadam::store
