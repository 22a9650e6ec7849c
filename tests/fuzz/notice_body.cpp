// What a notice will say, as it lies behind its seal.
#include "expect.hpp"
#include "wire/notice.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  naadam::fuzz::expect_stable_bytes(naadam::fuzz::view_of(data, size), &naadam::wire::decode_notice_body);
  return 0;
}
