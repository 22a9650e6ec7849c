// Why a rule came out as it did: one number for each sentence the officer may read, and that sentence.
//
// Rules return numbers, so that judging costs no text and a stored verdict can be shown in any words later;
// the sentence is made here, from the edition alone, for every service and the offline program alike.
// Sentences are zh-CN, say what is wrong and what to do, name fields and never a person's values.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/clock.hpp"

namespace naadam::domain {

struct Edition;

// Stored and sent: never reuse or renumber. Each rule has its own hundred, in the order of wire::Rule; within it
// 00-09 passes, 10-59 faults, 60-79 evidence wanted, 80-99 not applicable. When it grows: reason.cpp, whose test
// walks all of them.
enum class Reason : std::uint16_t {
  // document: faults are DocumentFault + 10, see document_number.hpp
  kDocumentValid = 0,
  kDocumentEmpty = 11,
  kDocumentLength = 12,
  kDocumentCharacters = 13,
  kDocumentRegion = 14,
  kDocumentBirthDate = 15,
  kDocumentFutureBirth = 16,
  kDocumentCheckDigit = 17,
  kDocumentScientific = 18,  // 1.50102E+17
  kDocumentZeros = 19,       // last three digits turned into 000
  kDocumentNationality = 20,
  kDocumentType = 30,  // 证件类型 not known
  kDocumentSexConflict = 31,
  kDocumentBirthConflict = 32,
  kDocumentSexMissing = 33,  // a document without sex, and the column is empty or unreadable
  kDocumentBirthMissing = 34,
  kDocumentNameMissing = 35,
  kDocumentReview = 60,  // passport and the like: a person looks at it

  kMobileValid = 100,
  kMobileEmpty = 110,
  kMobileLength = 111,
  kMobileSegment = 112,
  kMobileLandline = 113,
  kMobileForeign = 114,
  kMobileScientific = 115,
  kMobileCharacters = 116,

  kEventValid = 200,
  kEventEmpty = 210,
  kEventUnknown = 211,
  kGroupEmpty = 212,
  kGroupUnknown = 213,
  kGroupNotInEvent = 214,
  kDelegationEmpty = 215,
  kDelegationUnknown = 216,

  kTeamComplete = 300,
  kTeamNumberEmpty = 310,
  kTeamTooFew = 311,   // detail: members found
  kTeamTooMany = 312,  // detail: members found
  kTeamRepeatedPerson = 313,
  kTeamSingleEvent = 380,
  kTeamEventUnknown = 381,

  kEmployerCodeValid = 400,
  kEmployerCodeLength = 410,
  kEmployerCodeCharacters = 411,
  kEmployerCodeDepartment = 412,
  kEmployerCodeRegion = 413,
  kEmployerCodeOrganisation = 414,
  kEmployerCodeCheck = 415,
  kEmployerCodeScientific = 416,
  kEmployerCodeEmpty = 417,  // empty where the edition demands it
  kEmployerCodeNone = 480,

  kAgeReached = 500,
  kAgeTooYoung = 510,     // detail: full years at the reference date
  kAgeUndecidable = 580,  // no readable birth date

  kRetirementBefore = 600,
  kRetirementMan = 610,  // the statutory day is not after the reference date
  kRetirementWoman55 = 611,
  kRetirementWoman50 = 612,
  kRetirementPostWanted = 660,   // between the two ages of women, no post category
  kRetirementPostUnknown = 661,  // the same, and the post category could not be read
  kRetirementNoBirth = 680,
  kRetirementNoSex = 681,

  kRegionWork = 700,
  kRegionStudy = 701,
  kRegionLive = 702,
  kRegionBasisEmpty = 710,
  kRegionBasisUnknown = 711,
  kRegionEmployerElsewhere = 760,
  kRegionEmployerMissing = 761,
  kRegionSchoolMissing = 762,
  kRegionAddressElsewhere = 763,
  kRegionAddressMissing = 764,
  kRegionHouseholdOnly = 765,  // 户籍 given as the basis: it is none of the three

  kWinnerNone = 800,
  kWinnerNameOnly = 801,  // same name, nothing else: passes
  kWinnerCertain = 810,
  kWinnerLikely = 860,        // name and birth date
  kWinnerGroupUnknown = 861,  // document matches, the register does not say which group
  kWinnerUndecidable = 880,   // event or group of the entry not known

  kWindowInside = 900,
  kWindowEarly = 910,
  kWindowLate = 911,
};

// What is shown of one finding.
struct Rendered {
  std::string clause;  // where the rule comes from, as the edition cites it
  std::string text;    // what was found and what to do
  std::string inputs;  // the reference date or option used, "" where there is none
};

// Of the claim that a finding is about: whose close of registration applies, and when it came.
struct Submission {
  std::string_view delegation;   // as claimed, or its code; "": not known
  core::Millis accepted_at = 0;  // 0: not known
};

// `reason` may be any number (one unknown to this build gives a text saying so and the clause of its hundred).
Rendered render(std::uint16_t reason, std::int32_t detail, const Edition& edition, const Submission& from = {});
inline Rendered render(Reason reason, std::int32_t detail, const Edition& edition, const Submission& from = {}) {
  return render(static_cast<std::uint16_t>(reason), detail, edition, from);
}

}  // namespace naadam::domain
