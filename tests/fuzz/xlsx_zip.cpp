// A workbook as raw bytes: the zip itself.
#include "sheet_rows.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  naadam::fuzz::read_sheet(naadam::fuzz::view_of(data, size));
  return 0;
}
