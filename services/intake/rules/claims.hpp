// How claims on one entry come together. Pure.
//
// An entry keeps one claim for each (submitter, copy), sorted by it. A submitter's claims are ordered by that
// submitter's upload number, so a slow old upload never overwrites a newer one. What other submitters say is left
// alone.
#pragma once

#include "core/id.hpp"
#include "domain/edition.hpp"
#include "intake/rules/reading.hpp"
#include "wire/entry.hpp"

namespace naadam::intake {

enum class Merge {
  kSame,       // this very claim is there already
  kChanged,    // added, or it replaced an older one of the same submitter
  kOvertaken,  // the submitter's newer upload speaks already
  kFull,       // the entry holds EntryBody::kClaimsMax claims
};
Merge merge_claim(wire::EntryBody& body, const wire::FiledClaim& filed);

// Withdraws what `submitter` said in uploads before number `before`. True when something changed.
bool withdraw_claims(wire::EntryBody& body, const core::Id& submitter, std::uint32_t before);

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
