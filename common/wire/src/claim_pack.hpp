// A claim as the bodies of entries and uploads hold it: a msgpack array of 19, texts in the order of wire/claim.hpp.
// Stored: the order never changes; what is added comes at the end.
#pragma once

#include "fields.hpp"
#include "wire/claim.hpp"

namespace naadam::wire {

inline void pack_claim(Packer& packer, const Claim& c) {
  packer.pack_array(19);
  for (const std::string* text :
       {&c.name, &c.sex, &c.birth_date, &c.document_type, &c.document_number, &c.mobile, &c.event, &c.group,
        &c.delegation, &c.basis, &c.employer, &c.employer_code, &c.post, &c.address, &c.email, &c.team, &c.note}) {
    pack_text(packer, *text);
  }
  packer.pack_uint16(c.team_members);
  packer.pack(c.team_has_repeated_person);
}

// False: `object` is none, or a field is missing or mistyped.
inline bool read_claim(const msgpack::object* object, Claim& c) {
  if (object == nullptr) return false;
  ArrayReader fields(*object, "claim");
  for (std::string* text :
       {&c.name, &c.sex, &c.birth_date, &c.document_type, &c.document_number, &c.mobile, &c.event, &c.group,
        &c.delegation, &c.basis, &c.employer, &c.employer_code, &c.post, &c.address, &c.email, &c.team, &c.note}) {
    *text = fields.text("claim text");
  }
  c.team_members = static_cast<std::uint16_t>(fields.number("team_members", UINT16_MAX));
  c.team_has_repeated_person = fields.boolean("team_has_repeated_person");
  return fields.ok();
}

}  // namespace naadam::wire
