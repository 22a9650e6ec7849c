// Something that was decided elsewhere comes to entries: a seat, a result. An entry that it changes goes the way of a
// verdict from there, so its uploads, its board and its recipient hear of it as of anything else.
//
// Idempotent: the wish says which state is newer, see EntryState; a repeat changes nothing. Thread: the step loop's.
#pragma once

#include <functional>
#include <span>

#include "core/id.hpp"
#include "store/store.hpp"
#include "wire/entry.hpp"

namespace naadam::runtime {

// Puts into the state what is new; false: it says so already, or something newer.
using EntryWish = std::function<bool(const core::Id& entry, wire::EntryState& state)>;

struct EntriesUpdated {
  std::size_t changed = 0;
  std::size_t absent = 0;  // not there (lost with a cut log, perhaps to be filed again) or damaged
  std::size_t left = 0;    // the store did not answer, or they moved on too often meanwhile
};

EntriesUpdated update_entries(store::Store& store, std::span<const core::Id> entries, const EntryWish& wish);

}  // namespace naadam::runtime
