// A file from outside that is no zip: CSV in any of its encodings, or what only claims to be.
#include "sheet_rows.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  naadam::fuzz::read_sheet(naadam::fuzz::view_of(data, size));
  return 0;
}
