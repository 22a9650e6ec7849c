// What every fuzz target shares: the input as a view, and how a broken promise is told.
//
// A target is one file with one LLVMFuzzerTestOneInput: hand the bytes to the reader, and where it accepts them hold
// it to what its header promises. A reader that refuses is right as long as it neither crashes, hangs nor grows.
// Thread: the fuzzer's one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace naadam::fuzz {

inline std::string_view view_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

// Ends the program, which makes the input a finding.
inline void expect(bool holds, const char* promise) {
  if (holds) return;
  std::fprintf(stderr, "broken promise: %s\n", promise);
  std::abort();
}

// A stored record that is read must be written as the very same bytes: hashes and checks stand over them.
template <class Decode>
void expect_same_bytes(std::string_view bytes, Decode decode) {
  const auto record = decode(bytes);
  if (record) expect(encode(*record) == bytes, "a record is written as it was read");
}

// msgpack has several spellings of one number; the second writing must equal the first.
template <class Decode>
void expect_stable_bytes(std::string_view bytes, Decode decode) {
  const auto record = decode(bytes);
  if (!record) return;
  const auto written = encode(*record);
  const auto again = decode(written);
  expect(again.has_value(), "what is written can be read");
  expect(encode(*again) == written, "a record is written as it was read");
}

}  // namespace naadam::fuzz
