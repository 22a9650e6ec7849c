// The claims of an entry, as they lie behind their seal.
#include "expect.hpp"
#include "wire/entry.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  naadam::fuzz::expect_stable_bytes(naadam::fuzz::view_of(data, size), &naadam::wire::decode_entry_body);
  return 0;
}
