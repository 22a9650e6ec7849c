// From the cells of one row, or of a form, to the claim they make: characters made plain, nothing judged and nothing
// guessed.
//
// What Excel damaged (1.50102E+17, last three digits 000) passes through as it stands, for the rule to recognise.
// Pure; personal data: all of it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>

#include "intake/rules/headings.hpp"
#include "sheet/table.hpp"
#include "wire/claim.hpp"

namespace naadam::intake {

// Every field as wire/claim.hpp describes it; the facts of the file stay 0 and false. `cell` gives what was written for
// a field, "" where nothing was.
wire::Claim claim_of(const std::function<std::string_view(Field)>& cell);
wire::Claim row_to_claim(const sheet::RowView& row, const Headings& headings);

enum class RowKind : std::uint8_t {
  kData,
  kBlank,    // nothing but a serial number
  kFooter,   // 合计, 填表人：…, 注：… under the table: few cells, and nobody who could be entered
  kHeading,  // the headings once more, as printed tables repeat them on every page
};

// A footer has at most kFooterCellsMax cells with text and no document number of six digits or more, and either
// begins with a word that no name begins with, or has neither name, document number, mobile number nor event.
inline constexpr std::size_t kFooterCellsMax = 4;
RowKind row_kind(const sheet::RowView& row, const Headings& headings);

}  // namespace naadam::intake
