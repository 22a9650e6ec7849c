#include "intake/rules/row_to_claim.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "domain/document_number.hpp"
#include "domain/mobile.hpp"
#include "domain/text.hpp"

namespace naadam::intake {
namespace {

constexpr std::ptrdiff_t kDocumentDigitsMin = 6;

// Beginnings of what stands under a table, as match keys.
constexpr std::array<std::string_view, 22> kFooterWords = {
    "合计", "总计", "小计", "共计", "填表",     "制表",     "填报",      "审核人", "负责人", "经办", "联系人",
    "备注", "注1",  "注2",  "说明", "单位盖章", "单位公章", "单位(盖章", "盖章",   "公章",   "领队", "以下空白",
};

std::string plain(std::string_view cell) {
  std::string text = domain::plain_text(cell);
  // Excel's mark for "this is text"; CSV exports show it.
  if (text.starts_with('\'')) text.erase(0, 1);
  return text;
}

bool starts_like_footer(std::string_view plain_text, const std::string& key) {
  if (plain_text.starts_with("注:") || key.starts_with("注意") || key.starts_with("日期")) return true;
  for (const auto word : kFooterWords) {
    if (key.starts_with(word)) return true;
  }
  return false;
}

}  // namespace

wire::Claim claim_of(const std::function<std::string_view(Field)>& written) {
  const auto cell = [&](Field field) { return plain(written(field)); };
  wire::Claim claim;
  claim.name = cell(Field::kName);
  claim.sex = cell(Field::kSex);
  claim.birth_date = cell(Field::kBirthDate);
  claim.document_type = cell(Field::kDocumentType);
  claim.document_number = domain::normal_document_number(written(Field::kDocumentNumber));
  claim.mobile = domain::normal_mobile(cell(Field::kMobile));
  claim.event = cell(Field::kEvent);
  claim.group = cell(Field::kGroup);
  claim.delegation = cell(Field::kDelegation);
  claim.basis = cell(Field::kBasis);
  claim.employer = cell(Field::kEmployer);
  claim.employer_code = cell(Field::kEmployerCode);
  claim.post = cell(Field::kPost);
  claim.address = cell(Field::kAddress);
  claim.email = cell(Field::kEmail);
  claim.team = cell(Field::kTeam);
  claim.note = cell(Field::kNote);
  return claim;
}

wire::Claim row_to_claim(const sheet::RowView& row, const Headings& headings) {
  return claim_of([&](Field field) { return headings.cell(row, field); });
}

RowKind row_kind(const sheet::RowView& row, const Headings& headings) {
  const auto has = [&](Field field) { return !domain::match_key(headings.cell(row, field)).empty(); };
  std::size_t filled = 0;
  std::size_t beside_serial = 0;
  std::string first;
  std::string_view first_cell;
  for (std::size_t at = 0; at < row.cells.size(); ++at) {
    const std::string key = domain::match_key(row.cells[at]);
    if (key.empty()) continue;
    if (filled++ == 0) {
      first = key;
      first_cell = row.cells[at];
    }
    if (static_cast<std::ptrdiff_t>(at) != headings.serial_column.value_or(-1)) ++beside_serial;
  }
  const bool footer = starts_like_footer(domain::plain_text(first_cell), first);
  // 填表人, 审核人 and totals stand wherever there is room, under any heading;
  // a real number has many digits.
  const std::string_view document = headings.cell(row, Field::kDocumentNumber);
  const auto digits = std::count_if(document.begin(), document.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (footer && filled <= kFooterCellsMax && digits < kDocumentDigitsMin) return RowKind::kFooter;
  if (has(Field::kDocumentNumber) && has(Field::kName)) {
    return field_of(headings.cell(row, Field::kName)) == Field::kName &&
                   field_of(headings.cell(row, Field::kDocumentNumber)) == Field::kDocumentNumber
               ? RowKind::kHeading
               : RowKind::kData;
  }
  const bool counts_on = first.find_first_not_of("0123456789.") == std::string::npos;
  if (beside_serial == 0) return counts_on ? RowKind::kBlank : RowKind::kFooter;
  if (has(Field::kDocumentNumber) || has(Field::kMobile) || has(Field::kEvent) || filled > kFooterCellsMax) {
    return RowKind::kData;
  }
  return footer || !has(Field::kName) ? RowKind::kFooter : RowKind::kData;
}

}  // namespace naadam::intake
