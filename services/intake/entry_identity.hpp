// Which entry a claim is of.
//
// Pure but for the key; any thread. Personal data: the claim's; an id is a keyed hash.
#pragma once

#include <cstdint>

#include "core/id.hpp"
#include "domain/edition.hpp"
#include "seal/keys.hpp"
#include "wire/claim.hpp"

namespace naadam::intake {

// The person's, for the event and group that the claim names; where nobody can be found again by it, one of row `row`
// of `upload` alone.
core::Id entry_of(const wire::Claim& claim, const core::Id& upload, std::uint32_t row, const domain::Edition& edition,
                  const seal::LookupKey& lookup);

}  // namespace naadam::intake
