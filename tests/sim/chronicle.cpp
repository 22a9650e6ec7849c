#include "chronicle.hpp"

#include <algorithm>

namespace naadam::sim {

void Chronicle::take(std::uint16_t shard, std::span<const store::LogEntry> entries) {
  std::vector<store::LogEntry>& kept = shards_[shard];
  for (const store::LogEntry& entry : entries) {
    store::LogPlace last{0, 0};
    for (const store::LogEntry& one : kept) last = std::max(last, one.place);
    if (kept.empty() ? entry.place.n != 0 : entry.place > last && !entry.place.follows(last)) ++missing_;
    if (!kept.empty() && entry.place <= last) {
      if (std::ranges::find(kept, entry) != kept.end()) continue;
      ++again_;
    }
    kept.push_back(entry);
  }
}

}  // namespace naadam::sim
