// The XML of the shared strings, packed into a workbook whose cells refer to them.
#include "sheet_rows.hpp"
#include "workbook.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  naadam::fuzz::read_sheet(naadam::fuzz::workbook_with("xl/sharedStrings.xml", naadam::fuzz::view_of(data, size)));
  return 0;
}
