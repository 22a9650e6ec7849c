// RedisStore's look at what is set aside, with plain commands: each record lies in a pack of its own.
#include "decimal.hpp"
#include "store/keys.hpp"
#include "store/redis_store.hpp"
#include "store/slot.hpp"

namespace naadam::store {

core::Result<std::vector<ParkedRecord>> RedisStore::parked(Kind kind, std::uint16_t shard, std::uint32_t count) {
  const std::string base = keys::shard_tag(shard) + ':' + static_cast<char>(kind);
  const std::string aside = base + ":z", packs = base + ":p", last = std::to_string(count - 1);
  const auto names = run_fact({"ZRANGE", aside, "0", last, "WITHSCORES"}, aside, true);
  if (!names) return tl::unexpected(names.error());
  const ReplyView scored = names->view();
  std::vector<ParkedRecord> records;
  for (std::size_t i = 0; i + 1 < scored.size(); i += 2) {
    const std::string name(scored[i].string());
    const std::string id = name + 'i', stage = name + 'g', reason = name + 'z';
    const auto fields = run_fact({"HMGET", packs, id, stage, reason}, packs, true);
    if (!fields) return tl::unexpected(fields.error());
    const ReplyView field = fields->view();
    if (field[0].string().size() < core::kIdBytes) continue;  // replayed meanwhile
    records.push_back({.id = core::Id::from(field[0].string().substr(0, core::kIdBytes)),
                       .stage = static_cast<Stage>(to_number(field[1].string())),
                       .reason = std::string(field[2].string()),
                       .at = static_cast<core::Millis>(to_number(scored[i + 1].string()))});
  }
  return records;
}

}  // namespace naadam::store
