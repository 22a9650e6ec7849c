#include "domain/employer_code.hpp"

#include <array>

#include "damage.hpp"
#include "domain/region.hpp"

namespace naadam::domain {
namespace {

constexpr std::size_t kCodeDigits = 18;
constexpr std::size_t kOrganisationAt = 8;
constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
constexpr std::string_view kDepartments = "123456789ANY";
constexpr std::array<int, 17> kCreditCodeWeights = {1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28};
constexpr std::array<int, 8> kOrganisationWeights = {3, 7, 9, 10, 5, 8, 4, 2};
constexpr std::string_view kNationalRegistry = "10";

constexpr std::array<std::int8_t, 128> make_values() {
  std::array<std::int8_t, 128> values{};
  values.fill(-1);
  for (std::size_t i = 0; i < kAlphabet.size(); ++i) {
    values[static_cast<std::uint8_t>(kAlphabet[i])] = static_cast<std::int8_t>(i);
  }
  return values;
}
constexpr auto kValues = make_values();

int value_of(char c) {
  const auto byte = static_cast<std::uint8_t>(c);
  return byte < kValues.size() ? kValues[byte] : -1;
}

}  // namespace

std::string normal_employer_code(std::string_view text) { return damage::compact_upper(text); }

char organisation_check_character(std::string_view first8) {
  if (first8.size() != kOrganisationWeights.size()) return '\0';
  int sum = 0;
  for (std::size_t i = 0; i < first8.size(); ++i) {
    const char c = first8[i];
    if (!damage::is_digit(c) && !damage::is_letter(c)) return '\0';
    sum += (damage::is_digit(c) ? c - '0' : c - 'A' + 10) * kOrganisationWeights[i];
  }
  const int check = 11 - sum % 11;
  if (check == 10) return 'X';
  return check == 11 ? '0' : static_cast<char>('0' + check);
}

char employer_check_character(std::string_view first17) {
  if (first17.size() != kCreditCodeWeights.size()) return '\0';
  int sum = 0;
  for (std::size_t i = 0; i < first17.size(); ++i) {
    const int value = value_of(first17[i]);
    if (value < 0) return '\0';
    sum += value * kCreditCodeWeights[i];
  }
  return kAlphabet[static_cast<std::size_t>((31 - sum % 31) % 31)];
}

std::string complete_employer_code(std::string_view first16) {
  if (first16.size() != 16) return {};
  const char organisation = organisation_check_character(first16.substr(kOrganisationAt));
  if (organisation == '\0') return {};
  std::string code(first16);
  code += organisation;
  const char check = employer_check_character(code);
  if (check == '\0') return {};
  return code + check;
}

EmployerCodeFault check_employer_code(std::string_view code) {
  if (damage::is_scientific(code)) return EmployerCodeFault::kScientific;
  if (code.size() != kCodeDigits) return EmployerCodeFault::kLength;
  for (const char c : code) {
    if (value_of(c) < 0) return EmployerCodeFault::kCharacters;
  }
  if (kDepartments.find(code[0]) == std::string_view::npos) return EmployerCodeFault::kDepartment;
  const auto region = employer_region(code);
  if (!damage::are_digits(region) || (!is_province(region.substr(0, 2)) && !region.starts_with(kNationalRegistry))) {
    return EmployerCodeFault::kRegion;
  }
  if (employer_check_character(code.substr(0, 17)) != code[17]) return EmployerCodeFault::kCheck;
  if (organisation_check_character(code.substr(kOrganisationAt, 8)) != code[16])
    return EmployerCodeFault::kOrganisation;
  return EmployerCodeFault::kNone;
}

}  // namespace naadam::domain
