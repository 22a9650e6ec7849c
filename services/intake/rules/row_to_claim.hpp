// From the cells of one row to the claim they make: characters made plain, nothing judged and nothing guessed.
//
// What Excel damaged (1.50102E+17, last three digits 000) passes through as it stands, for the rule to recognise.
// Pure; personal data: all of it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "intake/rules/headings.hpp"
#include "sheet/table.hpp"
#include "wire/claim.hpp"

namespace naadam::intake {

// Every field as wire/claim.hpp describes it; the facts of the file stay 0 and false.
wire::Claim row_to_claim(const sheet::RowView& row, const Headings& headings);

// "１５０１０２-1990 0101 123x" -> "15010219900101123X"; a leading apostrophe goes too.
std::string plain_document_number(std::string_view text);

// "+86 138-0000 0000" -> "+8613800000000": digits and a leading plus. A text with anything else in it (two numbers,
// letters) keeps its plain form, so that the rule can say it is no number.
std::string plain_mobile(std::string_view text);

enum class RowKind : std::uint8_t {
  kData,
  kBlank,   // nothing but a serial number
  kFooter,  // 合计, 填表人：…, 注：… under the table: few cells, no name beside a document
};
RowKind row_kind(const sheet::RowView& row, const Headings& headings);

}  // namespace naadam::intake
