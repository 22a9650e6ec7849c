#include "intake/entry_identity.hpp"

#include <string>

#include "intake/rules/claims.hpp"
#include "seal/seal.hpp"
#include "wire/identity.hpp"

namespace naadam::intake {

core::Id entry_of(const wire::Claim& claim, const core::Id& upload, std::uint32_t row, const domain::Edition& edition,
                  const seal::LookupKey& lookup) {
  const EntryName name = entry_name(claim, edition);
  const core::Id person =
      name.person.empty() ? seal::keyed_hash(lookup, wire::kRowLabel, core::to_hex(upload) + "/" + std::to_string(row))
                          : seal::keyed_hash(lookup, wire::kPersonLabel, name.person);
  return wire::entry_id(person, edition.id, name.event, name.group);
}

}  // namespace naadam::intake
