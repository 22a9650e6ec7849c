// Records without a meaning, whole and with their checks, for tests of what carries records: made, admitted, moved on.
//
// Thread: values, and the store's.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "store/store.hpp"

namespace naadam::support {

// The i-th record's id; its shard is said by whoever puts it there.
core::Id plain_id(std::uint8_t shard, std::uint32_t i);

// Entries of one shard at stage 1: `count` of them from the `first`.
store::Batch plain_batch(std::uint8_t shard, std::size_t count, std::uint32_t first = 0);

// Creates them; returns their pack. Throws std::runtime_error where the store does not do all.
std::string admit(store::Store& store, const store::Batch& batch, core::Millis wait = 0);

// Moves all that is given to stage 2, at rest there, as a step that decides does.
void move_on(store::Store& store, const std::vector<store::Batch>& work);

}  // namespace naadam::support
