// A worksheet's XML, packed into a whole workbook.
#include "sheet_rows.hpp"
#include "workbook.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  naadam::fuzz::read_sheet(naadam::fuzz::workbook_with("xl/worksheets/s1.xml", naadam::fuzz::view_of(data, size)));
  return 0;
}
