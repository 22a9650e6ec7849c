// The small parts of an XLSX that say where the sheets are and how numbers look.
//
// ECMA-376 part 1: 18.2 (workbook), 18.8 (styles); part 2: 9.3 (relationships). Both the transitional and the
// strict namespaces are taken, since names are compared without them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "serial_date.hpp"
#include "sheet/limits.hpp"
#include "sheet/table.hpp"
#include "zip_parts.hpp"

namespace naadam::sheet {

struct Workbook {
  struct Sheet {
    SheetInfo info;
    std::string part;  // its name in the zip
  };
  std::vector<Sheet> sheets;        // worksheets only, in the order of the tabs
  std::string shared_strings_part;  // empty: none
  std::string styles_part;          // empty: none
  DateSystem date_system = DateSystem::k1900;
};

// Refused: kWrongType when the zip is no XLSX (naming what it is: ODS, Word, XLSB), else as ZipParts::stream().
tl::expected<Workbook, Refusal> read_workbook(ZipParts& zip, std::string_view file_name, const Limits& limits);

// The look of each cell style (s="..."), by index; beyond the end: kPlain.
tl::expected<std::vector<NumberLook>, Refusal> read_styles(ZipParts& zip, const Workbook& workbook,
                                                           const Limits& limits);

}  // namespace naadam::sheet
