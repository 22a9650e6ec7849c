#include "notification/sending.hpp"

#include <algorithm>
#include <stdexcept>
#include <unordered_map>

#include "core/bytes.hpp"
#include "notification/adapters/receipt.hpp"
#include "notification/message.hpp"
#include "notification/rules/sms_parts.hpp"
#include "notification/rules/sms_text.hpp"
#include "runtime/log.hpp"
#include "seal/seal.hpp"
#include "wire/identity.hpp"
#include "wire/stages.hpp"

namespace naadam::notification {
namespace {

wire::NoticeState decoded(const store::Batch& batch, std::size_t i) {
  auto state = wire::decode_notice_state(runtime::state_of(batch, i));
  if (!state) throw std::runtime_error(state.error().cause);
  return std::move(*state);
}

core::Millis now_of(store::Store& store) {
  const auto now = store.now_ms();
  if (!now) throw std::runtime_error(now.error().cause);
  return *now;
}

// How long until the store is to show the notice again.
core::Millis wait_of(const Outlook& outlook, core::Millis now) {
  if (outlook.submit) return 0;
  return outlook.due_ms == Outlook::kNever ? store::kNeverDue : std::max<core::Millis>(0, outlook.due_ms - now);
}

// Where it lies next. One that waits for another try lies with the planned; one of which no more will be heard rests.
store::Stage next_stage(const Outlook& outlook) {
  if (outlook.submit || outlook.attempt > 0) return wire::notice_stage::kPlanned;
  return outlook.due_ms == Outlook::kNever ? wire::notice_stage::kClosed : stage_of(outlook.state);
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

void NoticeWrites::add(std::string_view id, const core::Rev& rev, const wire::NoticeState& state, store::Stage to,
                       core::Millis wait, std::string_view body, std::uint32_t epoch) {
  // Nothing more will come of a closed notice, but somebody may still have to ring up.
  const bool drop =
      to == wire::notice_stage::kClosed && static_cast<DeliveryState>(state.shown) != DeliveryState::kCallSheet;
  const std::string_view kept = drop ? std::string_view() : body;
  std::string bytes = wire::encode(state);
  const core::Rev next = core::next_rev(rev, epoch, bytes);
  store::add_check(bytes, id, next, kept);
  Group& group = groups_[{to, wait}];
  group.ids.append(id);
  group.expected += rev.bytes();
  group.revs += next.bytes();
  group.states.add(bytes);
  group.bodies.add(kept);
}

std::vector<store::Advance> NoticeWrites::calls(const std::string& pack) {
  std::vector<store::Advance> calls;
  for (auto& [key, group] : groups_) {
    store::Advance& call = calls.emplace_back();
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
    call.replace_bodies = true;
    call.bodies = group.bodies.finish();
  }
  groups_.clear();
  return calls;
}

Sending::Sending(SendingContext context, runtime::Metrics& metrics)
    : context_(std::move(context)),
      submitted_(metrics.counter("naadam_messages_submitted_total", "short messages handed to the sink")),
      parts_(metrics.counter("naadam_message_parts_total", "parts of them, as they are charged")) {}

runtime::StageHandler::Spec Sending::spec() const {
  return {.name = "sending", .kind = store::Kind::kNotice, .stage = wire::notice_stage::kPlanned};
}

struct Sending::Message {
  std::vector<std::size_t> members;  // indexes into the batch; the first leads
};

void Sending::handle(std::vector<store::Batch>& work) {
  for (const store::Batch& batch : work) send(batch);
}

void Sending::send(const store::Batch& planned) {
  const core::Millis now = now_of(context_.store);
  const std::size_t n = planned.size();

  // Which notices are to go now, and in which message: those of one recipient together.
  std::vector<wire::NoticeState> states(n);
  std::vector<Delivery> deliveries(n);
  std::vector<Message> messages;
  std::unordered_map<std::uint64_t, std::size_t> open_message;
  NoticeWrites begun(planned.shard, planned.stage);
  std::vector<bool> goes(n, false);
  for (std::size_t i = 0; i < n; ++i) {
    states[i] = decoded(planned, i);
    deliveries[i] = delivery_of(states[i]);
    const Outlook outlook = look(deliveries[i], context_.policy, now);
    if (!outlook.submit) {
      states[i].shown = static_cast<std::uint8_t>(outlook.state);
      begun.add(planned.id_bytes(i), planned.rev(i), states[i], next_stage(outlook), wait_of(outlook, now),
                planned.body(i), context_.store.epoch());
      continue;
    }
    goes[i] = true;
    const std::uint64_t recipient = core::get_u64(planned.id_bytes(i));
    const auto it = open_message.find(recipient);
    if (it != open_message.end() && messages[it->second].members.size() < kNoticesJoinedMax) {
      messages[it->second].members.push_back(i);
    } else {
      open_message[recipient] = messages.size();
      messages.push_back({{i}});
    }
  }
  for (const Message& message : messages) {
    const std::size_t lead = message.members.front();
    for (const std::size_t i : message.members) {
      states[i].message = planned.id(lead);
      states[i].joined.clear();
      if (i != lead) states[lead].joined.push_back(wire::tail_of(planned.id(i)));
      deliveries[i] = begin(deliveries[i], now);
      put_delivery(states[i], deliveries[i]);
      states[i].shown = static_cast<std::uint8_t>(DeliveryState::kAttempting);
    }
  }
  for (std::size_t i = 0; i < n; ++i) {
    if (!goes[i]) continue;
    begun.add(planned.id_bytes(i), planned.rev(i), states[i], wire::notice_stage::kAttempting,
              context_.policy.answer_wait_ms, planned.body(i), context_.store.epoch());
  }
  std::vector<store::Advance> calls = begun.calls(planned.pack);
  context_.store.advance(calls);

  // Only what is written as attempting is submitted; what another worker began is his.
  std::unordered_map<std::string_view, core::Rev> revs;
  std::string pack;
  for (const store::Advance& call : calls) {
    if (call.to != wire::notice_stage::kAttempting || call.answer.outcome != store::Outcome::kDone) continue;
    pack = call.answer.pack;
    for (std::size_t k = 0; k * core::kIdBytes < call.ids.size(); ++k) {
      if (call.answer.item(k) != store::ItemAnswer::kDone) continue;
      revs.emplace(std::string_view(call.ids).substr(k * core::kIdBytes, core::kIdBytes),
                   core::Rev::from(std::string_view(call.revs).substr(k * core::kRevBytes, core::kRevBytes)));
    }
  }
  MessageWriter writer(context_.data, *context_.installation.edition, context_.installation.training);
  std::vector<Sms> texts;
  std::vector<const Message*> of_text;
  for (Message& message : messages) {
    std::erase_if(message.members, [&](std::size_t i) { return !revs.contains(planned.id_bytes(i)); });
    if (message.members.empty()) continue;
    const std::size_t lead = message.members.front();
    std::vector<NoticeToSay> notices;
    for (const std::size_t i : message.members) {
      notices.push_back({planned.id(i), planned.body(i), deliveries[i].begun > 1});
    }
    Sms sms;
    sms.message = planned.id(lead);
    if (auto written = writer.write(notices, sms); !written) throw std::runtime_error(written.error().cause);
    if (!context_.receipt_base.empty()) {
      sms.receipt_url = receipt_url(context_.receipt_base, sms.message, deliveries[lead].begun);
    }
    parts_.add(sms_parts(sms.text).parts);
    texts.push_back(std::move(sms));
    of_text.push_back(&message);
  }
  std::vector<SubmitAnswer> answers(texts.size(), SubmitAnswer::kNone);
  for (std::size_t from = 0; from < texts.size(); from += context_.batch) {
    const std::size_t count = std::min(context_.batch, texts.size() - from);
    context_.sink.submit(std::span(texts).subspan(from, count), std::span(answers).subspan(from, count));
    submitted_.add(count);
  }

  const core::Millis after = now_of(context_.store);
  NoticeWrites known(planned.shard, wire::notice_stage::kAttempting);
  std::vector<std::pair<std::size_t, SubmitAnswer>> in_order;
  for (std::size_t t = 0; t < texts.size(); ++t) {
    for (const std::size_t i : of_text[t]->members) in_order.emplace_back(i, answers[t]);
  }
  // In the pack's own order, so that a whole pack moves at once.
  std::sort(in_order.begin(), in_order.end());
  for (const auto& [i, answer] : in_order) {
    deliveries[i] = answered(deliveries[i], deliveries[i].begun, answer);
    put_delivery(states[i], deliveries[i]);
    const Outlook outlook = look(deliveries[i], context_.policy, after);
    states[i].shown = static_cast<std::uint8_t>(outlook.state);
    known.add(planned.id_bytes(i), revs.at(planned.id_bytes(i)), states[i], next_stage(outlook),
              wait_of(outlook, after), planned.body(i), context_.store.epoch());
  }
  std::vector<store::Advance> done = known.calls(pack);
  context_.store.advance(done);
}

runtime::StageHandler::Spec Overdue::spec() const {
  return {.name = stage_ == wire::notice_stage::kAttempting ? "attempting" : "waiting",
          .kind = store::Kind::kNotice,
          .stage = stage_};
}

void Overdue::handle(std::vector<store::Batch>& work) {
  const core::Millis now = now_of(context_.store);
  std::vector<store::Advance> calls;
  for (const store::Batch& batch : work) {
    NoticeWrites writes(batch.shard, batch.stage);
    for (std::size_t i = 0; i < batch.size(); ++i) {
      wire::NoticeState state = decoded(batch, i);
      const Outlook outlook = look(delivery_of(state), context_.policy, now);
      state.shown = static_cast<std::uint8_t>(outlook.state);
      writes.add(batch.id_bytes(i), batch.rev(i), state, next_stage(outlook), wait_of(outlook, now), batch.body(i),
                 context_.store.epoch());
    }
    for (store::Advance& call : writes.calls(batch.pack)) calls.push_back(std::move(call));
  }
  context_.store.advance(calls);
}

}  // namespace naadam::notification
