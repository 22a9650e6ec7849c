// The state of an entry: verdict, flags and whom to tell.
#include "expect.hpp"
#include "wire/entry.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  naadam::fuzz::expect_same_bytes(naadam::fuzz::view_of(data, size), &naadam::wire::decode_entry_state);
  return 0;
}
