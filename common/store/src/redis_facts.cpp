// RedisStore's facts, and what it learns from them: shards, epoch, time.
#include <algorithm>

#include "core/limits.hpp"
#include "decimal.hpp"
#include "store/keys.hpp"
#include "store/redis_store.hpp"
#include "store/slot.hpp"

namespace naadam::store {

core::Status RedisStore::settle(const RedisStoreOptions& options) {
  const auto form = get_fact(keys::kForm);
  if (!form) return tl::unexpected(form.error());
  if (to_number(form->value_or("1")) > kStoreForm) {
    return core::fail(core::ErrorKind::kRefused, "数据由更新版本的程序写成，本程序读不了，请使用升级后的程序。",
                      "data set of form " + **form + ", this program knows up to " + std::to_string(kStoreForm));
  }
  const auto shards = keep_fact(keys::kShards, std::to_string(options.shards));
  if (!shards) return tl::unexpected(shards.error());
  shards_ = static_cast<std::uint16_t>(to_number(*shards));
  if (shards_ == 0 || shards_ > core::limits::kShardsMax) {
    return core::fail(core::ErrorKind::kCorrupt, "数据存储中的分片数损坏，请联系运维人员。",
                      "fact shards out of range");
  }
  const auto base = get_fact(keys::kEpoch);
  if (!base) return tl::unexpected(base.error());
  epoch_base_ = static_cast<std::uint32_t>(to_number(base->value_or("0")));
  epoch_ = std::max(epoch_, options.epoch_min);
  hear_epoch();
  return {};
}

void RedisStore::hear_epoch() {
  for (const auto& lane : lanes_) {
    epoch_ = std::max(epoch_, epoch_base_ + static_cast<std::uint32_t>(lane->epoch()));
  }
}

core::Result<Reply> RedisStore::run_fact(std::vector<std::string_view> argv, std::string_view key, bool readonly) {
  Answer answer =
      lanes_.front()->run_one({slot_of(key), readonly, std::move(argv)}, core::Deadline::in(clock_, timeout_));
  hear_epoch();
  if (answer.outcome != Outcome::kDone) return tl::unexpected(answer.error);
  return std::move(answer.reply);
}

core::Result<std::optional<std::string>> RedisStore::get_fact(std::string_view name) {
  const std::string key = keys::fact(name);
  const auto reply = run_fact({"GET", key}, key, true);
  if (!reply) return tl::unexpected(reply.error());
  if (reply->is_nil()) return std::optional<std::string>{};
  return std::optional<std::string>{std::string(reply->string())};
}

core::Status RedisStore::put_fact(std::string_view name, std::string_view value) {
  const std::string key = keys::fact(name);
  auto reply = run_fact({"SET", key, value}, key, false);
  if (!reply && reply.error().kind == core::ErrorKind::kFull) {
    reply = run_fact({"FCALL", "n2_put_fact", "1", key, value}, key, false);
  }
  if (!reply) return tl::unexpected(reply.error());
  return {};
}

core::Result<std::string> RedisStore::keep_fact(std::string_view name, std::string_view value) {
  // Asked first: who finds it there needs no right to write, and no replica.
  auto there = get_fact(name);
  if (!there) return tl::unexpected(there.error());
  if (*there) return std::move(**there);
  const std::string key = keys::fact(name);
  const auto set = run_fact({"SET", key, value, "NX"}, key, false);
  if (!set) return tl::unexpected(set.error());
  const auto kept = get_fact(name);
  if (!kept) return tl::unexpected(kept.error());
  return kept->value_or("");
}

core::Result<core::Millis> RedisStore::now_ms() {
  const auto now = time_.now(*lanes_.front(), clock_, timeout_);
  hear_epoch();
  return now;
}

}  // namespace naadam::store
