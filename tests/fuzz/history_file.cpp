// A .history file: its frames and the entries in them.
#include "expect.hpp"
#include "history/entry.hpp"
#include "history/segment.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace naadam;
  const std::string_view bytes = fuzz::view_of(data, size);
  history::FrameReader reader(bytes);
  std::string written(history::kSegmentHead);
  while (reader.next() == history::FrameReader::Next::kFrame) {
    history::put_frame(written, reader.entry(), reader.leaf());
    if (const auto entry = history::decode_entry(reader.entry())) {
      fuzz::expect(encode(*entry) == reader.entry(), "an entry is written as it was read");
    }
  }
  fuzz::expect(reader.used() <= size, "no more is used than there is");
  fuzz::expect(reader.used() == 0 || written == bytes.substr(0, reader.used()), "frames are written as they were read");
  return 0;
}
