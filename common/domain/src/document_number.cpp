#include "domain/document_number.hpp"

#include <array>
#include <utility>

#include "damage.hpp"
#include "domain/region.hpp"
#include "domain/text.hpp"

namespace naadam::domain {
namespace {

constexpr std::size_t kCitizenDigits = 18;
constexpr std::size_t kOldCitizenDigits = 15;
constexpr std::array<int, 17> kCitizenWeights = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
constexpr std::string_view kCheckCharacters = "10X98765432";

using damage::are_digits;
using damage::is_digit;
using damage::is_letter;

int number(std::string_view digits) {
  int value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return value;
}

DocumentCheck faulty(DocumentKind kind, DocumentFault fault) {
  DocumentCheck check;
  check.kind = kind;
  check.fault = fault;
  return check;
}

DocumentCheck for_review(DocumentKind kind) {
  DocumentCheck check;
  check.kind = kind;
  check.needs_review = true;
  return check;
}

// A citizen ID with digits lost or added, as against a text that is no number at all.
bool is_all_but_last_digits(std::string_view given) { return are_digits(given.substr(0, given.size() - 1)); }

// `body` is 18 characters whose first 17 are digits, laid out as a citizen ID from `birth_at` on.
DocumentCheck check_dated(DocumentKind kind, std::string_view body, std::size_t birth_at, Date today) {
  const auto birth = make_date(number(body.substr(birth_at, 4)), number(body.substr(birth_at + 4, 2)),
                               number(body.substr(birth_at + 6, 2)));
  const bool check_holds = citizen_check_character(body.substr(0, 17)) == body[17];
  if (!check_holds && body.ends_with("000")) return faulty(kind, DocumentFault::kZeros);
  if (!birth) return faulty(kind, DocumentFault::kBirthDate);
  if (!check_holds) return faulty(kind, DocumentFault::kCheckDigit);
  if (*birth > today) return faulty(kind, DocumentFault::kFutureBirth);
  DocumentCheck check = faulty(kind, DocumentFault::kNone);
  check.birth = birth;
  check.sex = (body[16] - '0') % 2 == 1 ? Sex::kMale : Sex::kFemale;
  return check;
}

bool is_hmt_region(std::string_view number) {
  return number.starts_with("810000") || number.starts_with("820000") || number.starts_with("830000");
}

// All the numbers that are shaped like a citizen ID: 18 characters, or the 15 digits of old.
DocumentCheck check_citizen(DocumentKind kind, std::string_view given, Date today) {
  if (damage::is_scientific(given)) return faulty(kind, DocumentFault::kScientific);
  std::array<char, kCitizenDigits> completed{};
  if (given.size() == kOldCitizenDigits && kind == DocumentKind::kCitizenId) {
    if (!are_digits(given)) return faulty(kind, DocumentFault::kCharacters);
    const std::string full = canonical_document_number(given);
    std::copy(full.begin(), full.end(), completed.begin());
    given = {completed.data(), completed.size()};
  }
  if (given.size() != kCitizenDigits) {
    return faulty(kind, is_all_but_last_digits(given) ? DocumentFault::kLength : DocumentFault::kCharacters);
  }
  if (!are_digits(given.substr(0, 17)) || (!is_digit(given[17]) && given[17] != 'X')) {
    return faulty(kind, DocumentFault::kCharacters);
  }
  if (is_hmt_region(given)) kind = DocumentKind::kHmtResidencePermit;
  const bool region_known = kind == DocumentKind::kHmtResidencePermit
                                ? is_hmt_region(given)
                                : is_province(given.substr(0, 2)) && !given.starts_with("83");
  if (!region_known) return faulty(kind, DocumentFault::kRegion);
  return check_dated(kind, given, 6, today);
}

DocumentCheck check_foreigner(std::string_view given, Date today) {
  constexpr auto kKind = DocumentKind::kForeignerCard;
  if (damage::is_scientific(given)) return faulty(kKind, DocumentFault::kScientific);
  if (given.size() == 15) {
    const bool shaped =
        is_letter(given[0]) && is_letter(given[1]) && is_letter(given[2]) && are_digits(given.substr(3));
    if (!shaped) return faulty(kKind, DocumentFault::kCharacters);
    return for_review(kKind);
  }
  if (given.size() != kCitizenDigits) return faulty(kKind, DocumentFault::kLength);
  if (!are_digits(given.substr(0, 17)) || (!is_digit(given[17]) && given[17] != 'X')) {
    return faulty(kKind, DocumentFault::kCharacters);
  }
  if (given[0] != '9' || !is_province(given.substr(1, 2))) return faulty(kKind, DocumentFault::kRegion);
  if (!is_country_number(given.substr(3, 3))) return faulty(kKind, DocumentFault::kNationality);
  return check_dated(kKind, given, 6, today);
}

// A 2023 foreigner's card is also called 身份证; its leading 9 cannot start a citizen ID.
bool looks_like_foreigner_card(std::string_view given, Date today) {
  return given.size() == kCitizenDigits && given[0] == '9' &&
         check_foreigner(given, today).fault == DocumentFault::kNone;
}

using KindWord = std::pair<std::string_view, DocumentKind>;
constexpr std::array<KindWord, 44> kKindWords = {{
    {"居民身份证", DocumentKind::kCitizenId},
    {"身份证", DocumentKind::kCitizenId},
    {"中华人民共和国居民身份证", DocumentKind::kCitizenId},
    {"中国居民身份证", DocumentKind::kCitizenId},
    {"二代身份证", DocumentKind::kCitizenId},
    {"第二代身份证", DocumentKind::kCitizenId},
    {"第二代居民身份证", DocumentKind::kCitizenId},
    {"二代居民身份证", DocumentKind::kCitizenId},
    {"公民身份证", DocumentKind::kCitizenId},
    {"公民身份号码", DocumentKind::kCitizenId},
    {"身份证号", DocumentKind::kCitizenId},
    {"身份证号码", DocumentKind::kCitizenId},
    {"临时身份证", DocumentKind::kCitizenId},
    {"临时居民身份证", DocumentKind::kCitizenId},
    {"户口簿", DocumentKind::kCitizenId},
    {"户口本", DocumentKind::kCitizenId},
    {"港澳台居民居住证", DocumentKind::kHmtResidencePermit},
    {"港澳居民居住证", DocumentKind::kHmtResidencePermit},
    {"台湾居民居住证", DocumentKind::kHmtResidencePermit},
    {"香港居民居住证", DocumentKind::kHmtResidencePermit},
    {"澳门居民居住证", DocumentKind::kHmtResidencePermit},
    {"港澳台居住证", DocumentKind::kHmtResidencePermit},
    {"外国人永久居留身份证", DocumentKind::kForeignerCard},
    {"外国人永久居留证", DocumentKind::kForeignerCard},
    {"永久居留身份证", DocumentKind::kForeignerCard},
    {"永久居留证", DocumentKind::kForeignerCard},
    {"护照", DocumentKind::kPassport},
    {"外国护照", DocumentKind::kPassport},
    {"中国护照", DocumentKind::kPassport},
    {"普通护照", DocumentKind::kPassport},
    {"passport", DocumentKind::kPassport},
    {"港澳居民来往内地通行证", DocumentKind::kTravelPermit},
    {"港澳台居民通行证", DocumentKind::kTravelPermit},
    {"港澳通行证", DocumentKind::kTravelPermit},
    {"回乡证", DocumentKind::kTravelPermit},
    {"台湾居民来往大陆通行证", DocumentKind::kTravelPermit},
    {"台胞证", DocumentKind::kTravelPermit},
    {"通行证", DocumentKind::kTravelPermit},
    {"军官证", DocumentKind::kOther},
    {"士兵证", DocumentKind::kOther},
    {"警官证", DocumentKind::kOther},
    {"其他", DocumentKind::kOther},
    {"其它", DocumentKind::kOther},
    {"其他证件", DocumentKind::kOther},
}};

}  // namespace

std::optional<DocumentKind> parse_document_kind(std::string_view text) {
  if (text.empty()) return DocumentKind::kCitizenId;
  for (const auto& [word, kind] : kKindWords) {
    if (text == word) return kind;
  }
  const std::string key = match_key(text);
  if (key.empty()) return DocumentKind::kCitizenId;
  for (const auto& [word, kind] : kKindWords) {
    if (key == word) return kind;
  }
  return std::nullopt;
}

Sex parse_sex(std::string_view text) {
  if (text == "男") return Sex::kMale;
  if (text == "女") return Sex::kFemale;
  if (text.empty()) return Sex::kUnknown;
  const std::string key = match_key(text);
  if (key == "男" || key == "男性" || key == "男士" || key == "m" || key == "male") return Sex::kMale;
  if (key == "女" || key == "女性" || key == "女士" || key == "f" || key == "female") return Sex::kFemale;
  return Sex::kUnknown;
}

std::string normal_document_number(std::string_view text) {
  std::string number = damage::compact_upper(text);
  if (number.starts_with('\'') || number.starts_with('`')) number.erase(0, 1);
  return number;
}

DocumentCheck check_document(DocumentKind kind, std::string_view given, Date today) {
  if (given.empty()) return faulty(kind, DocumentFault::kEmpty);
  switch (kind) {
    case DocumentKind::kCitizenId:
      if (looks_like_foreigner_card(given, today)) return check_foreigner(given, today);
      return check_citizen(kind, given, today);
    case DocumentKind::kHmtResidencePermit:
      return check_citizen(kind, given, today);
    case DocumentKind::kForeignerCard:
      return check_foreigner(given, today);
    case DocumentKind::kPassport:
    case DocumentKind::kTravelPermit:
    case DocumentKind::kOther:
      break;
  }
  if (damage::is_scientific(given)) return faulty(kind, DocumentFault::kScientific);
  return for_review(kind);
}

std::string canonical_document_number(std::string_view number) {
  if (number.size() != kOldCitizenDigits || !are_digits(number)) return std::string(number);
  // Centenarians of the day had sequences 996 to 999 kept for them.
  const bool born_18xx = number.substr(12) >= "996";
  std::string first17(number.substr(0, 6));
  first17 += born_18xx ? "18" : "19";
  first17 += number.substr(6);
  return complete_citizen_id(first17);
}

char citizen_check_character(std::string_view first17) {
  if (first17.size() != kCitizenWeights.size() || !are_digits(first17)) return '\0';
  int sum = 0;
  for (std::size_t i = 0; i < kCitizenWeights.size(); ++i) sum += (first17[i] - '0') * kCitizenWeights[i];
  return kCheckCharacters[static_cast<std::size_t>(sum % 11)];
}

std::string complete_citizen_id(std::string_view first17) {
  const char check = citizen_check_character(first17);
  if (check == '\0') return {};
  return std::string(first17) + check;
}

}  // namespace naadam::domain
