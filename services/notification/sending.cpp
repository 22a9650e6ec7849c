#include "notification/sending.hpp"

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <unordered_map>
#include <unordered_set>

#include "core/bytes.hpp"
#include "notification/adapters/receipt.hpp"
#include "notification/message.hpp"
#include "notification/rules/sms_text.hpp"
#include "notification/standing.hpp"
#include "runtime/log.hpp"
#include "seal/seal.hpp"
#include "wire/identity.hpp"
#include "wire/stages.hpp"

namespace naadam::notification {
namespace {

wire::NoticeState decoded(const store::Batch& batch, std::size_t i) {
  const auto state = wire::decode_notice_state(runtime::state_of(batch, i));
  if (!state) throw std::runtime_error(state.error().cause);
  return *state;
}

core::Millis now_of(store::Store& store) {
  const auto now = store.now_ms();
  if (!now) throw runtime::NotNow(now.error().cause);
  return *now;
}

bool any_unanswered(const std::vector<NoticeWrites::Write>& writes) {
  return std::any_of(writes.begin(), writes.end(),
                     [](const auto& write) { return write.call.answer.outcome != store::Outcome::kDone; });
}

}  // namespace

Sending::Sending(SendingContext context, runtime::Metrics& metrics)
    : context_(std::move(context)),
      submitted_(metrics.counter("naadam_messages_submitted_total", "short messages handed to the sink")),
      parts_(metrics.counter("naadam_message_parts_total", "parts of them, as they are charged")) {}

void Sending::work_on(runtime::StepLoop& loop) {
  static constexpr core::Millis kAgain = 1'000;
  loop.add(*this);
  loop.every("answers", kAgain, [this] {
    answers_.write(context_.store, context_.policy);
    return false;
  });
}

runtime::StageHandler::Spec Sending::spec() const {
  return {.name = "sending",
          .kind = store::Kind::kNotice,
          .stage = wire::notice_stage::kPlanned,
          .wait_max = context_.policy.later_wait_ms_max};
}

// One batch on its way through a sending.
struct Sending::Round {
  struct Message {
    std::vector<std::size_t> members;  // indexes into the batch; the first leads
  };

  explicit Round(const store::Batch& b) : batch(&b), states(b.size()), begun(b.size()) {}

  const store::Batch* batch;
  std::vector<wire::NoticeState> states;
  std::vector<std::optional<core::Rev>> begun;  // the rev under which it is ours to submit
  std::vector<Message> messages;
  std::string pack;  // where the begun ones lie
};

bool Sending::held() {
  static constexpr core::Millis kLookAgain = 1'000;
  const core::Millis now = now_of(context_.store);
  if (held_seen_ != 0 && now >= held_seen_ && now - held_seen_ < kLookAgain) return held_;
  const auto held = runtime::messages_held(context_.store);
  if (!held) throw runtime::NotNow("whether messages are held is not known");
  held_ = *held;
  held_seen_ = now;
  return held_;
}

void Sending::handle(std::vector<store::Batch>& work) {
  static constexpr core::Millis kHeldWait = 5'000;
  static constexpr core::Millis kTurnMs = 1'000;
  write_answers();
  if (held()) throw runtime::NotNow("messages are held", kHeldWait);
  const core::Millis begun = now_of(context_.store);
  // As many batches at a time as may be under way before their answers are written.
  for (std::size_t from = 0; from < work.size();) {
    std::size_t to = from;
    std::size_t items = 0;
    while (to < work.size() && (to == from || items + work[to].size() <= context_.batch)) items += work[to++].size();
    send(std::span(work).subspan(from, to - from));
    from = to;
    // What is left goes back before its lease ends: a gateway that takes its time must not hold up the loop, nor make
    // notices look as if they could not be borne.
    if (from < work.size() && now_of(context_.store) - begun >= kTurnMs) {
      throw runtime::NotNow("the gateway takes its time", 0);
    }
  }
}

void Sending::send(std::span<const store::Batch> work) {
  std::vector<Round> rounds(work.begin(), work.end());
  const core::Deadline fresh = core::Deadline::in(context_.clock, kHandOverMax);
  begin_all(rounds, work, now_of(context_.store));
  const std::vector<Sms> texts = texts_of(rounds);
  std::vector<SubmitAnswer> answers(texts.size(), SubmitAnswer::kNone);
  if (fresh.left(context_.clock) == 0) {
    answers.assign(texts.size(), SubmitAnswer::kLater);
    runtime::log_warn("sending.stood_still", {{"messages", texts.size()}, {"next", "later"}});
  } else if (!texts.empty()) {
    context_.sink.submit(texts, answers);
    submitted_.add(texts.size());
  }
  keep_answers(rounds, answers);
  write_answers();
}

// Writes which notices are being attempted, those of one recipient as one message; only what is written is ours.
void Sending::begin_all(std::vector<Round>& rounds, std::span<const store::Batch> work, core::Millis now) {
  std::vector<NoticeWrites::Write> writes;
  std::vector<Round*> of_write;
  // Two copies of one notice at hand would make one rev of it, and a lost answer could not tell whose it is.
  std::unordered_set<std::string_view> seen;
  const Ids left = left_behind(context_.store, context_.data, work);
  for (Round& round : rounds) {
    const store::Batch& batch = *round.batch;
    NoticeWrites out(batch.shard, batch.stage);
    std::unordered_map<std::uint64_t, std::size_t> open_message;
    const std::uint32_t epoch = context_.store.epoch();
    for (std::size_t i = 0; i < batch.size(); ++i) {
      if (!seen.insert(batch.id_bytes(i)).second) continue;
      round.states[i] = decoded(batch, i);
      Delivery delivery = delivery_of(round.states[i]);
      if (left.contains(batch.id(i))) delivery = superseded(delivery);
      const Outlook outlook = look(delivery, context_.policy, now);
      if (!outlook.submit) {
        out.add(i, batch.id_bytes(i), batch.rev(i), round.states[i], outlook, now, batch.body(i), epoch);
        continue;
      }
      const std::uint64_t recipient = core::get_u64(batch.id_bytes(i));
      const auto it = open_message.find(recipient);
      if (it != open_message.end() && round.messages[it->second].members.size() < kNoticesJoinedMax) {
        round.messages[it->second].members.push_back(i);
      } else {
        open_message[recipient] = round.messages.size();
        round.messages.push_back({{i}});
      }
    }
    std::vector<std::size_t> going;
    for (const Round::Message& message : round.messages) {
      const std::size_t lead = message.members.front();
      for (const std::size_t i : message.members) {
        wire::NoticeState& state = round.states[i];
        state.message = batch.id(lead);
        put_delivery(state, begin(delivery_of(state), now));
        state.shown = static_cast<std::uint8_t>(DeliveryState::kAttempting);
        going.push_back(i);
      }
    }
    // In the pack's own order, so that a whole pack moves at once.
    std::sort(going.begin(), going.end());
    for (const std::size_t i : going) {
      out.add(i, batch.id_bytes(i), batch.rev(i), round.states[i], wire::notice_stage::kAttempting,
              context_.policy.answer_wait_ms, batch.body(i), epoch);
    }
    out.finish(batch.pack, writes);
    of_write.resize(writes.size(), &round);
  }
  execute(context_.store, writes);
  for (std::size_t w = 0; w < writes.size(); ++w) {
    const store::Advance& call = writes[w].call;
    if (call.to != wire::notice_stage::kAttempting) continue;
    if (call.answer.outcome == store::Outcome::kUnknown) keep_unsent(*of_write[w], writes[w]);
    if (call.answer.outcome != store::Outcome::kDone) continue;
    of_write[w]->pack = call.answer.pack;
    for (std::size_t k = 0; k < writes[w].items.size(); ++k) {
      if (call.answer.item(k) != store::ItemAnswer::kDone) continue;
      of_write[w]->begun[writes[w].items[k]] =
          core::Rev::from(std::string_view(call.revs).substr(k * core::kRevBytes, core::kRevBytes));
    }
  }
  const auto nothing_begun = [](const Round& round) {
    return std::none_of(round.begun.begin(), round.begun.end(), [](const auto& rev) { return rev.has_value(); });
  };
  if (any_unanswered(writes) && std::all_of(rounds.begin(), rounds.end(), nothing_begun)) {
    throw runtime::NotNow("nothing could be begun");
  }
}

// May have been begun, and certainly nothing is handed over.
void Sending::keep_unsent(const Round& round, const NoticeWrites::Write& write) {
  std::vector<TryAnswered> tries;
  for (std::size_t k = 0; k < write.items.size(); ++k) {
    const std::size_t i = write.items[k];
    tries.push_back({round.batch->id(i),
                     core::Rev::from(std::string_view(write.call.revs).substr(k * core::kRevBytes, core::kRevBytes)),
                     round.states[i], SubmitAnswer::kLater, std::string(round.batch->body(i))});
  }
  answers_.add(round.batch->shard, {}, std::move(tries));
}

std::vector<Sms> Sending::texts_of(std::vector<Round>& rounds) const {
  const MessageWriter writer(context_.data, *context_.installation.edition, context_.installation.training);
  std::vector<Sms> texts;
  std::vector<NoticeToSay> notices;
  std::vector<SentNotice> sent;
  for (Round& round : rounds) {
    const store::Batch& batch = *round.batch;
    for (Round::Message& message : round.messages) {
      std::erase_if(message.members, [&](std::size_t i) { return !round.begun[i]; });
    }
    std::erase_if(round.messages, [](const Round::Message& message) { return message.members.empty(); });
    for (const Round::Message& message : round.messages) {
      const std::size_t lead = message.members.front();
      notices.clear();
      sent.clear();
      for (const std::size_t i : message.members) {
        sent.push_back({batch.id(i), round.states[i].begun, round.states[i].plan()});
        notices.push_back({batch.id(i), batch.body(i), round.states[i].begun > 1});
      }
      Sms& sms = texts.emplace_back();
      sms.message = round.states[lead].message;
      if (auto written = writer.write(notices, sms); !written) throw std::runtime_error(written.error().cause);
      if (!context_.receipt_base.empty()) {
        sms.receipt_url = receipt_url(*context_.receipt_key, context_.receipt_base, sms.message, sent);
      }
      parts_.add(sms.parts);
    }
  }
  return texts;
}

void Sending::keep_answers(const std::vector<Round>& rounds, std::span<const SubmitAnswer> answers) {
  std::size_t next = 0;
  for (const Round& round : rounds) {
    const store::Batch& batch = *round.batch;
    std::vector<TryAnswered> tries;
    for (const Round::Message& message : round.messages) {
      for (const std::size_t i : message.members) {
        tries.push_back({batch.id(i), *round.begun[i], round.states[i], answers[next], std::string(batch.body(i))});
      }
      ++next;
    }
    answers_.add(batch.shard, round.pack, std::move(tries));
  }
}

void Sending::write_answers() {
  if (!answers_.write(context_.store, context_.policy)) throw runtime::NotNow("answers of the gateway not written");
}

runtime::StageHandler::Spec Overdue::spec() const {
  const DeliveryPolicy& policy = context_.policy;
  if (stage_ == wire::notice_stage::kAttempting) {
    return {.name = "attempting", .kind = store::Kind::kNotice, .stage = stage_, .wait_max = policy.answer_wait_ms};
  }
  return {.name = "waiting", .kind = store::Kind::kNotice, .stage = stage_, .wait_max = policy.sent_wait_ms};
}

void Overdue::handle(std::vector<store::Batch>& work) {
  const core::Millis now = now_of(context_.store);
  std::vector<NoticeWrites::Write> writes;
  for (const store::Batch& batch : work) {
    NoticeWrites out(batch.shard, batch.stage);
    for (std::size_t i = 0; i < batch.size(); ++i) {
      const wire::NoticeState state = decoded(batch, i);
      out.add(i, batch.id_bytes(i), batch.rev(i), state, look(delivery_of(state), context_.policy, now), now,
              batch.body(i), context_.store.epoch());
    }
    out.finish(batch.pack, writes);
  }
  execute(context_.store, writes);
  if (any_unanswered(writes)) throw runtime::NotNow("advance not answered");
}

}  // namespace naadam::notification
