// One worksheet's XML as rows. ECMA-376 part 1, 18.3.1.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "row_builder.hpp"
#include "serial_date.hpp"
#include "shared_strings.hpp"
#include "xml.hpp"

namespace naadam::sheet {

// What a sheet may hold. Source: Excel specifications and limits.
inline constexpr std::uint32_t kRowMax = 1'048'576;
inline constexpr std::size_t kColumnMax = 16'384;

// What the cells of every sheet refer to; must outlive the handler.
struct CellContext {
  const SharedStrings& strings;
  const std::vector<NumberLook>& looks;
  DateSystem date_system;
};

class WorksheetHandler : public XmlHandler {
 public:
  WorksheetHandler(const CellContext& context, const Limits& limits, RowBuilder& rows)
      : context_(context), limits_(limits), rows_(rows) {}

  void start(std::string_view name, const Attributes& attributes) override;
  void end(std::string_view name) override;
  void text(std::string_view piece) override;

 private:
  enum class Type : std::uint8_t { kNumber, kShared, kInline, kText, kBoolean };

  void start_row(const Attributes& attributes);
  void start_cell(const Attributes& attributes);
  void end_cell();

  const CellContext& context_;
  const Limits& limits_;
  RowBuilder& rows_;
  bool in_row_ = false;
  std::uint32_t row_ = 0;        // number of the current or last row
  std::size_t next_column_ = 0;  // of a cell that does not name its own
  std::size_t column_ = 0;
  Type type_ = Type::kNumber;
  NumberLook look_ = NumberLook::kPlain;
  bool in_cell_ = false;
  bool in_value_ = false;
  bool in_phonetic_ = false;
  std::string value_;
};

}  // namespace naadam::sheet
