// A checkpoint of the history, from its file and as typed off a sheet.
#include "history/checkpoint.hpp"

#include "expect.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace naadam;
  const std::string_view text = fuzz::view_of(data, size);
  if (const auto note = history::parse_checkpoint(text)) {
    fuzz::expect(history::text_of(*note) == text, "a note is written as it was read");
  }
  if (const auto note = history::find_checkpoint(text)) {
    const auto again = history::parse_checkpoint(history::text_of(*note));
    fuzz::expect(again && *again == *note, "a note that was found can be read");
  }
  return 0;
}
