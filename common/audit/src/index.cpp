#include "index.hpp"

#include <map>

#include "core/id.hpp"
#include "pack.hpp"
#include "store/store.hpp"

namespace naadam::audit {

std::string index_key(store::Kind kind, std::uint16_t shard, std::string_view group) {
  std::string key = kind_key(kind, shard, ":x");
  if (!group.empty()) key.append(":").append(group);
  return key;
}

IndexQuestion::IndexQuestion(Reader& reader, store::Kind kind, std::uint16_t shard, std::string_view ids)
    : reader_(&reader) {
  const std::size_t n = ids.size() / core::kIdBytes;
  if (n == 0) return;
  if (!in_groups(kind)) {
    const std::size_t answer = reader.ask(shard, {"HMGET", index_key(kind, shard)}, ids, core::kIdBytes);
    for (std::size_t k = 0; k < n; ++k) at_.emplace_back(answer, k);
    return;
  }
  std::map<std::string_view, std::string> tails;
  for (std::size_t k = 0; k < n; ++k) {
    const std::string_view id = ids.substr(k * core::kIdBytes, core::kIdBytes);
    std::string& of_group = tails[id.substr(0, store::kGroupBytes)];
    at_.emplace_back(0, of_group.size() / store::kGroupBytes);
    of_group.append(id.substr(store::kGroupBytes));
  }
  std::map<std::string_view, std::size_t> answers;
  for (const auto& [group, of_group] : tails) {
    answers[group] = reader.ask(shard, {"HMGET", index_key(kind, shard, group)}, of_group, store::kGroupBytes);
  }
  for (std::size_t k = 0; k < n; ++k) {
    at_[k].first = answers.at(ids.substr(k * core::kIdBytes, store::kGroupBytes));
  }
}

}  // namespace naadam::audit
