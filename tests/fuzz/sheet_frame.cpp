// What a reading child says over its pipe; fed in two pieces, cut where the first byte says.
#include <algorithm>

#include "frame.hpp"
#include "sheet_rows.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace naadam;
  if (size == 0) return 0;
  static const sheet::Limits kLimits = fuzz::small_limits();
  fuzz::CheckedRows rows(kLimits);
  sheet::FrameParser parser(kLimits, rows);
  const std::string_view bytes = fuzz::view_of(data + 1, size - 1);
  const std::size_t cut = std::min<std::size_t>(data[0], bytes.size());
  if (parser.feed(bytes.substr(0, cut))) (void)parser.feed(bytes.substr(cut));
  return 0;
}
