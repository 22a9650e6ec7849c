// The state of a start list.
#include "expect.hpp"
#include "wire/start_list.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  naadam::fuzz::expect_same_bytes(naadam::fuzz::view_of(data, size), &naadam::wire::decode_start_list_state);
  return 0;
}
