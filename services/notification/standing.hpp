// Which of the entries reported again have something to tell. An entry reported for the first time always has: it was
// not changed since it came, so nothing is read for it.
//
// Thread: the step loop's.
#pragma once

#include <unordered_set>
#include <vector>

#include "core/id.hpp"
#include "store/store.hpp"

namespace naadam::notification {

using Entries = std::unordered_set<core::Id, core::IdHash>;

// Received, judged, reported: the number in the rev of an entry's first report.
inline constexpr std::uint32_t kFirstReport = 3;

struct Standing {
  // Another claim joined while the notice was on its way, and the notice tells this very decision already.
  Entries told;
  // The record has moved on: a late copy must not bring an older decision back to a notice that was left as it was.
  Entries overtaken;
};

// Throws runtime::NotNow where the store does not answer.
Standing standing_of(store::Store& store, const std::vector<store::Batch>& work);

}  // namespace naadam::notification
