// The small XML parts of a workbook; the first byte says which one the rest of the input is.
#include <array>

#include "sheet_rows.hpp"
#include "workbook.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static constexpr std::array<const char*, 4> kParts{"_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels",
                                                     "xl/styles.xml"};
  if (size == 0) return 0;
  const char* part = kParts[data[0] % kParts.size()];
  naadam::fuzz::read_sheet(naadam::fuzz::workbook_with(part, naadam::fuzz::view_of(data + 1, size - 1)));
  return 0;
}
