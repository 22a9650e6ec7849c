// Which of the notices that entries reported again owe have something to tell. An entry reported for the first time
// always has: it was not changed since it came, so nothing is read for it.
//
// A notice that tells an entry's newest decision, or seat, already is left as it is, but it hears of the newer rev.
// Else a planner that stood still over an older, different decision could put that in its place afterwards.
//
// Thread: the step loop's.
#pragma once

#include <span>
#include <unordered_set>
#include <vector>

#include "core/id.hpp"
#include "notification/rules/delivery.hpp"
#include "seal/keys.hpp"
#include "store/store.hpp"

namespace naadam::notification {

using Ids = std::unordered_set<core::Id, core::IdHash>;

// Received, judged, reported: the number in the rev of an entry's first report.
inline constexpr std::uint32_t kFirstReport = 3;

struct Standing {
  // Notices that tell this very thing already: another claim joined while they were on their way.
  Ids told;
  // As told, but the notice could not hear of the rev just now: it is being handed over, or was written meanwhile.
  Ids unclear;
  // Entries that have moved on: a late copy must not bring an older decision back to a notice that was left as it was.
  Ids overtaken;
};

// Throws runtime::NotNow where the store does not answer.
Standing confirm(store::Store& store, const DeliveryPolicy& policy, const std::vector<store::Batch>& work);

// Of notices that the store brought, those that are for a number which their entry does not have any more: the newest
// body of the entry names another, which has a notice of its own; and those of a seat, a result or a place in the
// finals whose entry was withdrawn meanwhile. One that was only just planned came by no take() and is not looked at.
// Throws runtime::NotNow where the store does not answer.
Ids left_behind(store::Store& store, const seal::DataKey& data, std::span<const store::Batch> work);

}  // namespace naadam::notification
