// The state of an upload.
#include "expect.hpp"
#include "wire/upload.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  naadam::fuzz::expect_same_bytes(naadam::fuzz::view_of(data, size), &naadam::wire::decode_upload_state);
  return 0;
}
