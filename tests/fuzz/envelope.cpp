// Every frame of the link.
#include "wire/envelope.hpp"

#include "expect.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace naadam;
  const auto frame = wire::decode(fuzz::view_of(data, size));
  if (!frame) {
    fuzz::expect(!frame.error().cause.empty(), "a refusal has a cause");
    return 0;
  }
  const std::string written = wire::encode(frame->envelope, frame->body);
  const auto again = wire::decode(written);
  fuzz::expect(again.has_value(), "what is written can be read");
  fuzz::expect(wire::encode(again->envelope, again->body) == written, "a frame is written as it was read");
  return 0;
}
