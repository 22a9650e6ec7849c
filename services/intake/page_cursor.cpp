#include "intake/page_cursor.hpp"

#include <charconv>

namespace naadam::intake {

core::Result<PageCursor> PageCursor::parse(const std::string& text, std::uint16_t shards) {
  PageCursor place;
  if (text.empty()) return place;
  const auto colon = text.find(':');
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), place.shard);
  if (failed != std::errc{} || colon == std::string::npos || end != text.data() + colon || place.shard >= shards ||
      text.find_first_not_of("0123456789", colon + 1) != std::string::npos || colon + 1 == text.size()) {
    return core::fail(core::ErrorKind::kInvalid, "翻页位置无效，请从头列出。", "cursor malformed or out of range");
  }
  place.inner = text.substr(colon + 1);
  return place;
}

std::string PageCursor::next(const std::string& inner_after, std::uint16_t shards) const {
  if (inner_after != "0") return std::to_string(shard) + ":" + inner_after;
  return shard + 1 < shards ? std::to_string(shard + 1) + ":0" : std::string();
}

}  // namespace naadam::intake
