// One row of a sample: what its cells will say, and what must come out of it.
//
// The expectation is written down when the row is made or damaged. No rule is ever asked: that is what makes the
// truth file a proof and not an echo.
//
// Thread: values. Personal data: invented only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "domain/calendar.hpp"
#include "wire/claim.hpp"
#include "wire/verdict.hpp"

namespace naadam::cli::sample {

// A set of rules as bits, in the order of wire::Rule.
using RuleBits = std::uint16_t;
constexpr RuleBits bit(wire::Rule rule) { return static_cast<RuleBits>(1u << static_cast<unsigned>(rule)); }

struct Expected {
  wire::Verdict alone = wire::Verdict::kAccepted;  // by this row's own words
  wire::Verdict after = wire::Verdict::kAccepted;  // of its entry, once every file is in
  RuleBits fails = 0;
  RuleBits evidence = 0;
  bool notice = true;  // someone can be reached about it, and no earlier row of the same entry says the same
};

// The person behind a row, as far as defects need them.
struct Person {
  domain::Date born;
  bool male = false;
};

struct Row {
  // The words as typed. Two are given a form only when the cells are made, as each file and row has its own habits:
  // a birth date that is ISO here, and a mobile number that is eleven digits here.
  wire::Claim says;
  Person person;
  bool document_as_number = false;  // the cell is a number, of which Excel keeps 15 digits
  Expected expected;
  std::string defects;             // keys of what was planted, joined by +; empty: nothing
  std::uint32_t entry = 0;         // rows of one person, event and group share it
  std::uint32_t team = 0;          // members of one team share it; 0: a single event
  std::size_t delegation = 0;      // index in the edition
  bool needs_all_columns = false;  // its defect shows only where sex, birth date and document type are given

  // Where it ended up; set when the files are laid out.
  std::size_t file = 0;
  std::string sheet;               // the tab's name; empty in CSV
  std::uint32_t number = 0;        // the sheet's own row, from 1
  std::uint32_t duplicate_of = 0;  // number of the first row it repeats within its file; 0: none
  std::string duplicate_sheet;
};

// Adds what a planted defect causes: rules that fail, rules that ask, the verdict of its own. The row keeps the
// verdict that comes first in the order returned, refused, needs evidence, accepted.
void expect(Row& row, std::string_view defect, RuleBits fails, RuleBits evidence, wire::Verdict verdict);

}  // namespace naadam::cli::sample
