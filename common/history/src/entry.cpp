#include "history/entry.hpp"

#include <algorithm>

#include "core/bytes.hpp"

namespace naadam::history {
namespace {

constexpr char kForm = 1;
constexpr std::uint8_t kHasBefore = 1;
constexpr std::uint8_t kHasDigests = 2;
constexpr std::size_t kFixedBytes = 1 + 8 + 2 + 4 + 8 + 8 + 1 + 1 + 1 + 1 + 1;  // up to the length of `who`
constexpr std::size_t kCountBytes = 2;

void put_u16(std::string& out, std::size_t v) {
  out.push_back(static_cast<char>(v >> 8));
  out.push_back(static_cast<char>(v));
}
std::uint16_t get_u16(std::string_view in) {
  return static_cast<std::uint16_t>((static_cast<std::uint8_t>(in[0]) << 8) | static_cast<std::uint8_t>(in[1]));
}

tl::unexpected<core::Error> corrupt(const char* what) {
  return core::fail(core::ErrorKind::kCorrupt, "历史记录中有一条无法解读。", std::string("history entry: ") + what);
}

}  // namespace

std::string encode(const Entry& entry) {
  const store::LogEntry& d = entry.decided;
  std::string out;
  out.reserve(kFixedBytes + d.who.size() + kCountBytes + d.ids.size() + d.before.size() + d.after.size() +
              d.digests.size() + d.states.size());
  out.push_back(kForm);
  core::put_u64(out, entry.number);
  put_u16(out, entry.shard);
  core::put_u32(out, d.place.epoch);
  core::put_u64(out, d.place.n);
  core::put_u64(out, static_cast<std::uint64_t>(d.at));
  out.push_back(static_cast<char>(d.kind));
  out.push_back(static_cast<char>(d.from));
  out.push_back(static_cast<char>(d.to));
  out.push_back(static_cast<char>((d.before.empty() ? 0 : kHasBefore) | (d.digests.empty() ? 0 : kHasDigests)));
  const std::string_view who = std::string_view(d.who).substr(0, 255);
  out.push_back(static_cast<char>(who.size()));
  out.append(who);
  put_u16(out, d.size());
  for (const std::string* column : {&d.ids, &d.before, &d.after, &d.digests}) out.append(*column);
  core::put_u32(out, static_cast<std::uint32_t>(d.states.size()));
  out.append(d.states);
  return out;
}

core::Result<Entry> decode_entry(std::string_view bytes) {
  if (bytes.size() < kFixedBytes || bytes[0] != kForm) return corrupt("form");
  Entry entry;
  store::LogEntry& d = entry.decided;
  entry.number = core::get_u64(bytes.substr(1));
  entry.shard = get_u16(bytes.substr(9));
  d.place.epoch = core::get_u32(bytes.substr(11));
  d.place.n = core::get_u64(bytes.substr(15));
  d.at = static_cast<core::Millis>(core::get_u64(bytes.substr(23)));
  d.kind = static_cast<store::Kind>(bytes[31]);
  d.from = static_cast<store::Stage>(bytes[32]);
  d.to = static_cast<store::Stage>(bytes[33]);
  const auto flags = static_cast<std::uint8_t>(bytes[34]);
  if ((flags & ~(kHasBefore | kHasDigests)) != 0) return corrupt("flags");
  const std::size_t who = static_cast<std::uint8_t>(bytes[35]);
  bytes.remove_prefix(kFixedBytes);
  if (bytes.size() < who + kCountBytes) return corrupt("who");
  d.who = bytes.substr(0, who);
  const std::size_t count = get_u16(bytes.substr(who));
  bytes.remove_prefix(who + kCountBytes);
  const auto take = [&bytes](std::string& to, std::size_t n) {
    to = bytes.substr(0, n);
    bytes.remove_prefix(std::min(n, bytes.size()));
  };
  take(d.ids, count * core::kIdBytes);
  if ((flags & kHasBefore) != 0) take(d.before, count * core::kRevBytes);
  take(d.after, count * core::kRevBytes);
  if ((flags & kHasDigests) != 0) take(d.digests, count * store::kDigestBytes);
  if (bytes.size() < sizeof(std::uint32_t) || core::get_u32(bytes) != bytes.size() - sizeof(std::uint32_t)) {
    return corrupt("states");
  }
  d.states = bytes.substr(sizeof(std::uint32_t));
  const bool whole =
      d.before.empty() != ((flags & kHasBefore) != 0) && d.digests.empty() != ((flags & kHasDigests) != 0);
  if (!whole || count == 0 || d.size() != count || !d.well_formed()) return corrupt("columns");
  return entry;
}

}  // namespace naadam::history
