// Unified social credit code (GB 32100) of employers and schools.
//
//   D C RRRRRR OOOOOOOOO K    department 1, class 1, region 6, organisation code 9 (own check, GB 11714), check 1
//   alphabet 0123456789ABCDEFGHJKLMNPQRTUWXY (no I O S V Z); weights 3^(i-1) mod 31; K = -sum mod 31
//
// The inner check matters: 123456789012345678 satisfies K and only the organisation code gives it away.
// Regions are checked by province (or 10, the national registry); retired codes of this region survive here too.
// Not personal data, yet never logged: a one-person firm's code leads to its owner. Thread: any; pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace naadam::domain {

// Stored as domain::Reason = value + 409: never renumber. kNone is kEmployerCodeValid.
enum class EmployerCodeFault : std::uint8_t {
  kNone = 0,
  kLength = 1,
  kCharacters = 2,  // outside the alphabet; I, O, S, V, Z are mistypings of 1, 0, 5, U, 2
  kDepartment = 3,
  kRegion = 4,
  kOrganisation = 5,  // check of characters 9 to 17
  kCheck = 6,
  kScientific = 7,  // an all-digit code turned into 9.11501E+17 by the sheet
};

// Plain text without blanks and hyphens, letters in upper case.
std::string normal_employer_code(std::string_view text);

// `code` as normal_employer_code() gives it; empty is kLength (callers decide whether empty is allowed).
EmployerCodeFault check_employer_code(std::string_view code);

// The six region digits of a code that passed the check.
inline std::string_view employer_region(std::string_view code) { return code.substr(2, 6); }

// GB 11714 check character of eight characters, and GB 32100 check of seventeen; '\0' for anything else.
char organisation_check_character(std::string_view first8);
char employer_check_character(std::string_view first17);
// Completes department, class, region and eight organisation characters (16 in all) with both checks; "" if impossible.
std::string complete_employer_code(std::string_view first16);

}  // namespace naadam::domain
