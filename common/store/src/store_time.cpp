#include "store/store_time.hpp"

#include "decimal.hpp"
#include "store/keys.hpp"
#include "store/slot.hpp"

namespace naadam::store {
namespace {

constexpr core::Millis kAskAgainMs = 1'000;

}  // namespace

core::Result<core::Millis> StoreTime::now(Cluster& redis, const core::Clock& clock, core::Millis timeout) {
  const core::Millis steady = clock.steady_ms();
  if (last_ && steady - last_->steady < kAskAgainMs) return last_->store + (steady - last_->steady);
  const Answer answer =
      redis.run_one({slot_of(keys::shard_tag(0)), true, {"TIME"}}, core::Deadline::in(clock, timeout));
  if (answer.outcome != Outcome::kDone) return tl::unexpected(answer.error);
  const auto part = [&answer](std::size_t i) { return static_cast<core::Millis>(to_number(answer.reply[i].string())); };
  last_ = {part(0) * 1'000 + part(1) / 1'000, clock.steady_ms()};
  return last_->store;
}

}  // namespace naadam::store
