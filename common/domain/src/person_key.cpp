#include "domain/person_key.hpp"

#include "damage.hpp"
#include "domain/document_number.hpp"
#include "domain/text.hpp"

namespace naadam::domain {
namespace {

constexpr std::size_t kCheckedDigits = 18;

// Numbers that the sheet has cut are shared by many people and tell nobody apart.
bool is_damaged(std::string_view number) {
  if (damage::is_scientific(number)) return true;
  return number.size() == kCheckedDigits && number.ends_with("000") && damage::are_digits(number) &&
         citizen_check_character(number.substr(0, 17)) != number[17];
}

}  // namespace

std::string document_key_text(std::string_view document_number) {
  const std::string number = normal_document_number(document_number);
  if (number.empty() || is_damaged(number)) return {};
  return "D:" + canonical_document_number(number);
}

std::string name_birth_key_text(std::string_view name, Date birth) {
  const std::string text = name_text(name);
  if (text.empty()) return {};
  return "B:" + text + "|" + iso_date(birth);
}

std::string name_key_text(std::string_view name) {
  const std::string text = name_text(name);
  return text.empty() ? text : "N:" + text;
}

}  // namespace naadam::domain
