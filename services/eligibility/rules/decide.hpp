// From the claims of one entry to its decision: every claim judged by the ten rules, then the entry as a whole.
//
// The claim that decides is the first one not withdrawn, in the order of (submitter, copy). Submitters who differ in a
// material fact make the entry returned, whatever each claim would have earned: order of arrival decides nothing.
// A claim that came after the close is refused and says nothing beside one that came in time: nobody loses what was
// accepted because somebody else was late.
// Pure. Thread: any.
#pragma once

#include <cstdint>

#include "core/id.hpp"
#include "domain/edition.hpp"
#include "domain/winners.hpp"
#include "wire/entry.hpp"

namespace naadam::eligibility {

struct Book {
  const domain::Edition& edition;
  const domain::WinnerRegister& winners;
  const domain::Keyer& keyer;      // keys of persons
  const domain::Keyer& recipient;  // key of a mobile number
  std::uint64_t version = 0;       // of the edition, carried by every decision
};

// The new state of the entry. `before` is the state it had; a decision that says nothing new to the person does not
// ask for a notice. A seat is of a contest: who goes to another one loses it.
wire::EntryState decide(const wire::EntryBody& body, const wire::EntryState& before, const Book& book);

// Whether two submitters say different things about what decides or reaches the person: name, sex, birth date, mobile,
// delegation, employer, employer code, post, team. Spellings of one thing (1990-01-31 and 1990年1月31日, 包头 and
// 包头市) are the same, and an empty cell contradicts nobody. Words of basis, address and notes may differ.
bool material_difference(const wire::Claim& a, const wire::Claim& b, const domain::Edition& edition);

}  // namespace naadam::eligibility
