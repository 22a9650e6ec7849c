// The ten rules over one entry, and the verdict they amount to.
//
// Pure: same inputs, same answer; no clock, store or socket. All ten rules run on every row, whatever the others
// found, so that a row with three faults shows all three. Thread: any. Cost: one to two microseconds for a clean row,
// nothing allocated by the rules themselves.
#pragma once

#include <string>

#include "core/clock.hpp"
#include "domain/edition.hpp"
#include "domain/reason.hpp"
#include "domain/winners.hpp"
#include "wire/claim.hpp"
#include "wire/verdict.hpp"

namespace naadam::eligibility {

using domain::PersonKeys;

// Everything a judgement rests on. References must outlive the call only. The claim's cells are plain_text(), its
// number, mobile and employer code as domain::normal_document_number(), normal_mobile() and normal_employer_code()
// leave them; damage done by the sheet (1.5E+17) is still to be seen in them.
struct Case {
  const wire::Claim& claim;
  const domain::Edition& edition;
  const domain::WinnerRegister& winners;
  PersonKeys keys;               // of this claim, as keys_of() makes them
  core::Millis accepted_at = 0;  // first byte of the upload, by the store's clock; Unix milliseconds
};

// Ten findings in the order of wire::Rule, each with a domain::Reason; words by domain::render().
wire::Findings judge(const Case& c);

// Whether it came after registration had closed for its delegation.
bool too_late(const wire::Findings& findings);

// The first that applies: too_late() refuses; a failed document, mobile, event_group, team, employer_code, region_basis
// or window (too early: hand it in again) returns the row; a failed age_min, retirement or former_winner refuses the
// person; then needs evidence; else accepted.
wire::Verdict verdict_of(const wire::Findings& findings);

// The texts behind a claim's three keys (see domain/person_key.hpp); "" where a key cannot be made.
std::string document_key_text(const wire::Claim& claim);
std::string name_birth_key_text(const wire::Claim& claim);
std::string name_key_text(const wire::Claim& claim);

// The three keys; all-zero where the text is empty.
PersonKeys keys_of(const wire::Claim& claim, const domain::Keyer& keyer);

}  // namespace naadam::eligibility
