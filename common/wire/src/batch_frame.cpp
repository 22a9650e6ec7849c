#include "wire/batch_frame.hpp"

#include <string>

#include "core/limits.hpp"

namespace naadam::wire {

core::Status BatchFrame::check() const {
  const auto bad = [](const char* field) {
    return core::fail(core::ErrorKind::kInvalid, "服务之间的数据批次有误", std::string("batch field ") + field);
  };
  if (kind < '!' || kind > '~') return bad("kind");
  if (shard >= core::limits::kShardsMax) return bad("shard");
  if (!pack.empty() && pack.size() != kPackBytes) return bad("pack");
  if (ids.empty() || ids.size() % core::kIdBytes != 0 || items() > core::limits::kCallItemsMax) return bad("ids");
  if (revs.size() != items() * core::kRevBytes) return bad("revs");
  if (states.size() > items() * core::limits::kStateBytesMax) return bad("states");
  return {};
}

}  // namespace naadam::wire
