#include "notification/notice_writes.hpp"

#include <algorithm>
#include <utility>

#include "wire/stages.hpp"

namespace naadam::notification {
namespace {

// What became of a write whose answer was lost. It is repeated first: an answer to that means that every replica has
// what was executed of it, which nothing that is only read does. Then the records say whose revs stand in them. Left as
// it is where the store does not answer this either.
void settle(store::Store& store, store::Advance& call) {
  static constexpr int kRounds = 3;
  for (int round = 0; round < kRounds; ++round) {
    store.advance({&call, 1});
    if (call.answer.outcome != store::Outcome::kDone) continue;
    if (call.answer.all(store::ItemAnswer::kDone)) return;
    call.answer.outcome = store::Outcome::kUnknown;
    store::Read read;
    read.kind = call.kind;
    read.shard = call.shard;
    read.ids = call.ids;
    store.read({&read, 1});
    if (read.answer.outcome != store::Outcome::kDone) continue;
    call.answer.outcome = store::Outcome::kDone;
    call.answer.letters.clear();
    call.answer.pack.clear();
    for (std::size_t i = 0; i < read.records.size(); ++i) {
      const store::Record& record = read.records[i];
      const std::string rev = record.found ? record.rev.bytes() : std::string();
      const bool ours = rev == std::string_view(call.revs).substr(i * core::kRevBytes, core::kRevBytes);
      call.answer.letters.push_back(static_cast<char>(ours ? store::ItemAnswer::kDone : store::ItemAnswer::kStale));
    }
    return;
  }
}

}  // namespace

Delivery delivery_of(const wire::NoticeState& state) {
  Delivery delivery;
  for (std::size_t i = 0; i < kTriesMax; ++i) {
    delivery.tries[i] = {static_cast<SubmitAnswer>(state.tries[i].answer), state.tries[i].receipts,
                         state.tries[i].laters, state.tries[i].began_ms};
  }
  delivery.begun = state.begun;
  delivery.duty = state.duty;
  return delivery;
}

void put_delivery(wire::NoticeState& state, const Delivery& delivery) {
  for (std::size_t i = 0; i < kTriesMax; ++i) {
    const Try& one = delivery.tries[i];
    state.tries[i] = {static_cast<std::uint8_t>(one.answer), one.receipts, one.laters, one.began_ms};
  }
  state.begun = delivery.begun;
}

store::Stage stage_of(DeliveryState state) {
  switch (state) {
    case DeliveryState::kPlanned:
      return wire::notice_stage::kPlanned;
    case DeliveryState::kAttempting:
      return wire::notice_stage::kAttempting;
    case DeliveryState::kSent:
    case DeliveryState::kUnknown:
      return wire::notice_stage::kWaiting;
    default:
      return wire::notice_stage::kClosed;
  }
}

namespace {

// One that waits for another try lies with the planned; one of which no more will be heard rests.
store::Stage next_stage(const Outlook& outlook) {
  if (outlook.submit || outlook.attempt > 0) return wire::notice_stage::kPlanned;
  return outlook.due_ms == Outlook::kNever ? wire::notice_stage::kClosed : stage_of(outlook.state);
}

}  // namespace

core::Millis wait_of(const Outlook& outlook, core::Millis now) {
  if (outlook.submit) return 0;
  return outlook.due_ms == Outlook::kNever ? store::kNeverDue : std::max<core::Millis>(0, outlook.due_ms - now);
}

void NoticeWrites::add(std::size_t item, std::string_view id, const core::Rev& rev, const wire::NoticeState& state,
                       store::Stage to, core::Millis wait, std::string_view body, std::uint32_t epoch) {
  // Nothing more will come of a closed notice, but somebody may still have to ring up.
  const bool drop =
      to == wire::notice_stage::kClosed && static_cast<DeliveryState>(state.shown) != DeliveryState::kCallSheet;
  const std::string_view kept = drop ? std::string_view() : body;
  std::string bytes = wire::encode(state);
  const core::Rev next = core::next_rev(rev, epoch, bytes);
  store::add_check(bytes, id, next, kept);
  Group& group = groups_[{to, wait}];
  group.items.push_back(item);
  group.ids.append(id);
  rev.append_to(group.expected);
  next.append_to(group.revs);
  group.states.add(bytes);
  group.bodies.push_back(kept);
  group.drops = group.drops || drop;
}

void NoticeWrites::add(std::size_t item, std::string_view id, const core::Rev& rev, wire::NoticeState state,
                       const Outlook& outlook, core::Millis now, std::string_view body, std::uint32_t epoch) {
  state.shown = static_cast<std::uint8_t>(outlook.state);
  add(item, id, rev, state, next_stage(outlook), wait_of(outlook, now), body, epoch);
}

void NoticeWrites::finish(const std::string& pack, std::vector<Write>& writes) {
  for (auto& [key, group] : groups_) {
    Write& write = writes.emplace_back();
    write.items = std::move(group.items);
    store::Advance& call = write.call;
    call.kind = store::Kind::kNotice;
    call.shard = shard_;
    call.from = from_;
    call.to = key.first;
    call.wait = key.second;
    call.pack = pack;
    call.ids = std::move(group.ids);
    call.expected = std::move(group.expected);
    call.revs = std::move(group.revs);
    call.states = group.states.finish();
    call.replace_bodies = group.drops;
    if (group.drops) {
      store::ColumnBuilder bodies(group.bodies.size());
      for (const std::string_view body : group.bodies) bodies.add(body);
      call.bodies = bodies.finish();
    }
  }
  groups_.clear();
}

void execute(store::Store& store, std::vector<NoticeWrites::Write>& writes) {
  std::vector<store::Advance> calls;
  calls.reserve(writes.size());
  for (NoticeWrites::Write& write : writes) {
    calls.push_back(std::move(write.call));
    // What became of a notice is history; that it is about to be tried, or waits for its hour, is not.
    const store::Stage to = calls.back().to;
    if (to == wire::notice_stage::kWaiting || to == wire::notice_stage::kClosed) calls.back().log = store.who();
  }
  store.advance(calls);
  for (store::Advance& call : calls) {
    if (call.answer.outcome == store::Outcome::kUnknown) settle(store, call);
  }
  for (std::size_t i = 0; i < writes.size(); ++i) writes[i].call = std::move(calls[i]);
}

}  // namespace naadam::notification
