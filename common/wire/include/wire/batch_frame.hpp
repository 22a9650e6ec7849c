// A batch of records on its way from one service to the next: a pushed copy of what the store already holds.
//
// Sent:     link, sender -> consumer, as the body of a frame of type kBatch.
// Shape:    columns. Item i has ids[16i, 16i+16) and revs[16i, 16i+16); states and bodies carry their own column
//           header (made and read where records are) and are opaque bytes here.
// Lives:    all columns are views; after decoding they point into the frame's bytes, which must outlive them.
// Errors:   check() and decode give kInvalid; a frame that fails is refused whole (the store still has the records).
// Personal data: `bodies` are sealed; the other columns hold none.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/id.hpp"
#include "core/result.hpp"
#include "core/rev.hpp"

namespace naadam::wire {

struct BatchFrame {
  static constexpr std::size_t kPackBytes = 8;

  char kind = 0;            // which kind of record, a printable ASCII letter; see the store's keys
  std::uint8_t stage = 0;   // the stage the records now wait in
  std::uint16_t shard = 0;  // [0, limits::kShardsMax)
  std::string_view pack;    // empty, or kPackBytes: the pack the records travel in
  std::string_view ids;     // 16 bytes an item, [1, limits::kCallItemsMax] items
  std::string_view revs;    // 16 bytes an item, as many as ids
  std::string_view states;
  std::string_view bodies;

  // What the batch costs in credit.
  std::size_t items() const { return ids.size() / core::kIdBytes; }
  core::Id id(std::size_t i) const { return core::Id::from(ids.substr(i * core::kIdBytes, core::kIdBytes)); }
  core::Rev rev(std::size_t i) const { return core::Rev::from(revs.substr(i * core::kRevBytes, core::kRevBytes)); }

  // kInvalid, naming the field, when a field is outside what is said above.
  core::Status check() const;
};

}  // namespace naadam::wire
