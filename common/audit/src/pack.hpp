// A pack as it lies in Redis, read by the auditor's own eyes; the form stands at the head of store/src/functions.lua.
#pragma once

#include <string>
#include <vector>

#include "core/id.hpp"
#include "core/rev.hpp"
#include "reader.hpp"
#include "store/batch.hpp"

namespace naadam::audit {

struct Pack {
  store::Batch batch;  // columns, as far as they were asked for
  std::string gone;    // one byte a record, '1' = parted; empty = all are here
  bool parked = false;
  bool fits = false;  // all columns are there and agree

  bool live(std::size_t i) const { return gone.empty() || gone[i] != '1'; }
  // The place of a live record, or size().
  std::size_t find(std::string_view id) const;
};

enum class Bodies { kRead, kLeave };

// Asks for a pack; parse_pack() reads the answer. With kLeave bodies stay empty.
std::size_t ask_pack(Reader& reader, store::Kind kind, std::uint16_t shard, std::string_view name, Bodies bodies);
Pack parse_pack(store::ReplyView fields, store::Kind kind, std::uint16_t shard, std::string_view name, Bodies bodies);

// "{s07}:e:p" and its like.
std::string kind_key(store::Kind kind, std::uint16_t shard, std::string_view rest);

// Records of any shards, by id.
struct Kept {
  bool found = false;
  store::Stage stage = 0;
  core::Rev rev;
  std::string state;  // with its check
};
// False where the store did not answer. `kept` has one an id, in their order.
bool look_up(Reader& reader, store::Kind kind, const std::vector<core::Id>& ids, std::uint16_t shards,
             std::vector<Kept>& kept);

}  // namespace naadam::audit
