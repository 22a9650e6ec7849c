#include "notification/answers.hpp"

#include <utility>

#include "notification/notice_writes.hpp"
#include "wire/stages.hpp"

namespace naadam::notification {

void Answers::add(std::uint16_t shard, const std::string& pack, std::vector<TryAnswered> tries) {
  if (!tries.empty()) parts_.push_back({shard, pack, std::move(tries)});
}

bool Answers::write(store::Store& store, const DeliveryPolicy& policy) {
  if (parts_.empty()) return true;
  const auto now = store.now_ms();
  if (!now) return false;
  std::vector<NoticeWrites::Write> writes;
  std::vector<std::size_t> part_of;  // by write
  for (std::size_t p = 0; p < parts_.size(); ++p) {
    NoticeWrites out(parts_[p].shard, wire::notice_stage::kAttempting);
    for (std::size_t i = 0; i < parts_[p].tries.size(); ++i) {
      const TryAnswered& one = parts_[p].tries[i];
      const Delivery begun = delivery_of(one.state);
      const Delivery delivery = answered(begun, begun.begun, one.answer);
      wire::NoticeState state = one.state;
      put_delivery(state, delivery);
      out.add(i, one.id.view(), one.begun, state, look(delivery, policy, *now), *now, one.body, store.epoch());
    }
    out.finish(parts_[p].pack, writes);
    part_of.resize(writes.size(), p);
  }
  execute(store, writes);

  std::vector<Part> left;
  for (std::size_t w = 0; w < writes.size(); ++w) {
    if (writes[w].call.answer.outcome == store::Outcome::kDone) continue;
    Part& part = parts_[part_of[w]];
    Part& kept = left.emplace_back(Part{part.shard, part.pack, {}});
    for (const std::size_t i : writes[w].items) kept.tries.push_back(std::move(part.tries[i]));
  }
  parts_ = std::move(left);
  return parts_.empty();
}

}  // namespace naadam::notification
