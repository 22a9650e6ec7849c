// The state of a notice and of its tries.
#include "expect.hpp"
#include "wire/notice.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  naadam::fuzz::expect_same_bytes(naadam::fuzz::view_of(data, size), &naadam::wire::decode_notice_state);
  return 0;
}
