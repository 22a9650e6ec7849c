// How claims on one entry come together. Pure.
//
// An entry keeps one claim for each (submitter, copy), sorted by it. A submitter's newest upload that speaks of the
// entry speaks alone: it replaces all that this submitter said in older ones, and a slow old upload never overwrites
// it. So the claims that stay do not depend on the order in which uploads arrive. What other submitters say is left
// alone.
#pragma once

#include <vector>

#include "core/id.hpp"
#include "domain/edition.hpp"
#include "intake/rules/reading.hpp"
#include "wire/entry.hpp"

namespace naadam::intake {

enum class Merge {
  kSame,       // this very claim is there already
  kChanged,    // added; older ones of the same submitter are gone
  kOvertaken,  // the submitter's newer upload speaks already
  kFull,       // the entry holds EntryBody::kClaimsMax claims
};
// Claims that spoke until now and no longer do are appended to `silenced`: their rows are to be told.
Merge merge_claim(wire::EntryBody& body, const wire::FiledClaim& filed, std::vector<wire::FiledClaim>& silenced);

// Withdraws what `submitter` said in uploads before number `before`; from then on the withdrawal is what upload
// `before` says of the entry, so that nothing older can bring it back. True when something changed.
bool withdraw_claims(wire::EntryBody& body, const core::Id& submitter, std::uint32_t before,
                     std::vector<wire::FiledClaim>& silenced);

// The targets of the claims that are left, not judged yet.
std::vector<wire::Target> targets_of(const wire::EntryBody& body);

// What names the entry of a row: the texts behind its identity. `person` is empty where the row has no document by
// which anybody could be found again.
struct EntryName {
  std::string person;
  std::string event;
  std::string group;
};
EntryName entry_name(const wire::Claim& claim, const domain::Edition& edition);

}  // namespace naadam::intake
