// One entry of the history. It is hashed as it is stored, so there is one form of bytes for one entry.
#include "expect.hpp"
#include "history/entry.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  naadam::fuzz::expect_same_bytes(naadam::fuzz::view_of(data, size), &naadam::history::decode_entry);
  return 0;
}
