// Which column of an officer's table holds which field of a claim, told from its Chinese headings.
//
// A heading is compared without case, width, blanks, line breaks, zero-width marks, asterisks and what stands in
// brackets ("* 姓  名（必填）" is 姓名), against a closed list of spellings. Pure; personal data: none (headings only).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "intake/rules/file_refusal.hpp"
#include "sheet/table.hpp"

namespace naadam::intake {

// The fields of wire::Claim that an officer writes, in its order. When it grows: the table in headings.cpp and
// row_to_claim.cpp.
enum class Field : std::uint8_t {
  kName,
  kSex,
  kBirthDate,
  kDocumentType,
  kDocumentNumber,
  kMobile,
  kEvent,
  kGroup,
  kDelegation,
  kBasis,
  kEmployer,
  kEmployerCode,
  kPost,
  kAddress,
  kEmail,
  kTeam,
  kNote,
};
inline constexpr std::size_t kFields = 17;

// One field's words. Required: an entry cannot be made at all without the column. A column may be absent though a
// rule asks for its value: the rule then says so on each row that needs it.
struct FieldWords {
  Field field;
  bool required;
  std::span<const std::string_view> spellings;  // the first is the one we print
};
const FieldWords& words_of(Field field);

// The field a heading names, or nothing.
std::optional<Field> field_of(std::string_view heading);

struct Headings {
  static constexpr std::int16_t kAbsent = -1;

  struct Unknown {
    std::size_t column = 0;  // from 0
    std::string text;        // made plain
  };

  std::uint32_t row = 0;                          // of the sheet, from 1
  std::array<std::int16_t, kFields> column = {};  // by Field; from 0, or kAbsent
  std::optional<std::int16_t> serial_column;      // 序号: known, carries nothing
  std::vector<Unknown> unknown;                   // in column order
  std::size_t width = 0;                          // columns up to the last heading

  bool has(Field field) const { return column[static_cast<std::size_t>(field)] != kAbsent; }
  // What the row holds for the field; empty when the column is absent.
  std::string_view cell(const sheet::RowView& cells, Field field) const;
};

// A row is taken for the headings when it names at least this many different fields ...
inline constexpr std::size_t kHeadingFieldsMin = 3;
// ... and stands among the first rows of its sheet that hold any text.
inline constexpr std::size_t kTitleRowsMax = 30;

// How many different fields the row names, a field named twice counting once.
std::size_t heading_score(const sheet::RowView& row);

// Maps a row of headings. Refused: kRepeatedHeading, naming both columns; kMissingHeading, naming each missing
// one with its accepted spellings. `sheet_name` is for the text ("" in CSV).
tl::expected<Headings, FileRefusal> map_headings(const sheet::RowView& row, std::string_view sheet_name);

}  // namespace naadam::intake
