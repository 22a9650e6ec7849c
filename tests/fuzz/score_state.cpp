// The state of a marking scheme, a score book or a nomination.
#include "expect.hpp"
#include "wire/score.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  naadam::fuzz::expect_same_bytes(naadam::fuzz::view_of(data, size), &naadam::wire::decode_score_state);
  return 0;
}
