// Documents that prove who a person is, and what their numbers say by themselves.
//
//   citizen ID (GB 11643)           RRRRRR YYYYMMDD SSS C    region 6, birth 8, sequence 3 (odd: male), check
//   the same, issued before 1999    RRRRRR YYMMDD SSS        19xx, or 18xx for the sequences 996 to 999
//   HK / Macau / Taiwan residence   810000 | 820000 | 830000, then as the citizen ID
//   foreigner's card, 2023          9 PP NNN YYYYMMDD SSS C  province of application, ISO 3166 number of the country
//   foreigner's card, 2017          LLL NNNNNNNNNNNN         three letters, twelve digits, no check digit
//   passport, travel permits        free form: a person looks at them
//   check: ISO 7064 MOD 11-2 over the first 17 digits
//
// Region codes are checked by province only: numbers keep for life the code of the place and year of issue, and a list
// of today's counties would turn away much of this region (1521, 1523, 1526, 1527 and 1528 are retired).
// Personal data: every argument. Nothing here keeps, prints or logs one. Thread: any; pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "domain/calendar.hpp"

namespace naadam::domain {

enum class DocumentKind : std::uint8_t {
  kCitizenId = 0,           // 居民身份证 (also 临时身份证, 户口簿: the same number)
  kHmtResidencePermit = 1,  // 港澳台居民居住证
  kForeignerCard = 2,       // 外国人永久居留身份证, of 2023 or 2017
  kPassport = 3,            // 护照
  kTravelPermit = 4,        // 港澳居民来往内地通行证, 台湾居民来往大陆通行证
  kOther = 5,               // 军官证 and the like: named, but with no rule of its own
};

// What is wrong with a number. Stored as domain::Reason = value + 10: never renumber.
enum class DocumentFault : std::uint8_t {
  kNone = 0,
  kEmpty = 1,
  kLength = 2,
  kCharacters = 3,
  kRegion = 4,     // no such province
  kBirthDate = 5,  // no such day
  kFutureBirth = 6,
  kCheckDigit = 7,
  kScientific = 8,    // the sheet turned it into 1.50102E+17
  kZeros = 9,         // the sheet kept 15 digits: the last three are 000 and the check digit fails
  kNationality = 10,  // foreigner's card: no ISO 3166 number
};

enum class Sex : std::uint8_t { kUnknown = 0, kMale = 1, kFemale = 2 };

struct DocumentCheck {
  DocumentFault fault = DocumentFault::kNone;
  DocumentKind kind =
      DocumentKind::kCitizenId;  // as found: a 8xxxxx number given as a citizen ID is a residence permit
  bool needs_review = false;     // no fault, but the number proves nothing by itself
  std::optional<Date> birth;     // only without a fault, and where the number carries it
  Sex sex = Sex::kUnknown;       // likewise
};

// "" is a citizen ID. nullopt: a word nobody knows.
std::optional<DocumentKind> parse_document_kind(std::string_view text);
// 男 / 女 and what else people write (男性, M, 1 is not among them). kUnknown for the rest.
Sex parse_sex(std::string_view text);

// Plain text without blanks, hyphens and a leading apostrophe; letters in upper case.
std::string normal_document_number(std::string_view text);

// `number` as normal_document_number() gives it. `today` bounds births. All faults but the first found are left unsaid.
DocumentCheck check_document(DocumentKind kind, std::string_view number, Date today);

// One person, one text: the 18-digit form of a 15-digit number, every other number as it is. `number` normal.
std::string canonical_document_number(std::string_view number);

// The check character for 17 digits; anything but 17 digits: '\0'. For sample data and tests too.
char citizen_check_character(std::string_view first17);
// `first17` and its check character; "" where there is none.
std::string complete_citizen_id(std::string_view first17);

}  // namespace naadam::domain
