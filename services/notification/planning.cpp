#include "notification/planning.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <stdexcept>

#include "core/limits.hpp"
#include "domain/mobile.hpp"
#include "notification/message.hpp"
#include "notification/standing.hpp"
#include "runtime/log.hpp"
#include "runtime/newest.hpp"
#include "seal/seal.hpp"
#include "store/advance_builder.hpp"
#include "wire/entry.hpp"
#include "wire/identity.hpp"
#include "wire/notice.hpp"
#include "wire/stages.hpp"

namespace naadam::notification {
namespace {

// While it is in our own hands; a crash makes it due again after this.
constexpr core::Millis kOwnLease = 2'000;
constexpr std::size_t kGather = 3'200;
constexpr core::Millis kLinger = 60;
// Before an entry looks again whose notice is on its way into the gateway: a moment, or minutes where its sender died.
constexpr core::Millis kHandOverWait = 2'000;

// The claim that decided, which the first target is of; of an entry that was withdrawn the first.
const wire::FiledClaim* speaker(const wire::EntryBody& body, const wire::EntryState& state) {
  for (const wire::FiledClaim& filed : body.claims) {
    const bool decided = !state.targets.empty() && filed.upload == state.targets.front().upload &&
                         filed.row == state.targets.front().row;
    if (decided && !filed.withdrawn) return &filed;
  }
  return body.claims.empty() ? nullptr : &body.claims.front();
}

wire::EntryBody opened_body(const seal::DataKey& data, const store::Batch& batch, std::size_t i) {
  const auto plain = seal::open(data, batch.id(i), batch.body(i));
  if (!plain) throw std::runtime_error(plain.error().cause);
  auto body = wire::decode_entry_body(*plain);
  if (!body) throw std::runtime_error(body.error().cause);
  return std::move(*body);
}

// Whether the person must act or may wish to, as is_duty() in sms_text.hpp says of the message.
bool duty_of(wire::NoticeReason reason, const wire::EntryState& entry) {
  switch (reason) {
    case wire::NoticeReason::kVerdict:
      return entry.verdict != wire::Verdict::kAccepted || entry.has(wire::entry_flag::kWithdrawn);
    case wire::NoticeReason::kResult:
      return false;
    case wire::NoticeReason::kSeat:
    case wire::NoticeReason::kFinals:
      break;
  }
  return true;
}

wire::NoticeState planned(wire::NoticeReason reason, const core::Rev& source, const wire::EntryState& entry) {
  wire::NoticeState notice;
  notice.source = source;
  notice.shown = static_cast<std::uint8_t>(DeliveryState::kPlanned);
  notice.reason = reason;
  notice.verdict = entry.verdict;
  notice.decision = wire::decision_told(reason, entry);
  notice.duty = duty_of(reason, entry);
  return notice;
}

wire::NoticeBody body_of(wire::NoticeReason reason, const core::Id& entry, const wire::EntryState& state,
                         const wire::Claim& claim) {
  wire::NoticeBody notice;
  notice.entry = entry;
  notice.mobile = domain::normal_mobile(claim.mobile);
  notice.name = claim.name;
  notice.event = state.event;
  notice.group = state.group;
  notice.verdict = state.verdict;
  notice.flags = state.flags;
  if (!state.targets.empty()) notice.reasons = state.targets.front().reasons;
  if (reason == wire::NoticeReason::kVerdict && came_too_late(notice.reasons)) notice.delegation = state.delegation;
  if (reason == wire::NoticeReason::kSeat) notice.seat = state.seat;
  if (reason == wire::NoticeReason::kResult) notice.result = state.result;
  if (reason == wire::NoticeReason::kFinals) notice.finals = state.finals;
  return notice;
}

// Notices on their way to one shard of recipients, with the record of the work each of them came from.
struct Outgoing {
  store::Apply call;
  store::ColumnBuilder states, bodies;
  std::vector<std::pair<std::size_t, std::size_t>> from;
};
using ByShard = std::map<std::uint16_t, std::vector<Outgoing>>;

Outgoing& outgoing_to(std::uint16_t shard, ByShard& by_shard) {
  std::vector<Outgoing>& list = by_shard[shard];
  if (list.empty() || list.back().from.size() >= core::limits::kCallItemsMax) {
    store::Apply& call = list.emplace_back().call;
    call.kind = store::Kind::kNotice;
    call.shard = shard;
    call.to = wire::notice_stage::kPlanned;
    call.wait = kOwnLease;
  }
  return list.back();
}

}  // namespace

Planning::Planning(store::Store& store, runtime::StepLoop& loop, const seal::DataKey& data,
                   const DeliveryPolicy& policy, runtime::Metrics& metrics)
    : store_(store),
      loop_(loop),
      data_(data),
      policy_(policy),
      stale_(metrics.counter("naadam_step_stale_total", "records another worker had decided", {{"stage", "planning"}})),
      alarms_(metrics.counter("naadam_alarms_total", "two different decisions under one revision")) {}

runtime::StageHandler::Spec Planning::spec() const {
  return {.name = "planning",
          .kind = store::Kind::kEntry,
          .stage = wire::entry_stage::kReported,
          .gather_items = kGather,
          .linger = kLinger};
}

void Planning::handle(std::vector<store::Batch>& work) {
  ByShard by_shard;
  std::vector<std::vector<bool>> told(work.size());
  bool all_answered = true;
  bool all_clear = true;
  const runtime::Newest newest(work, kFirstReport);
  const Standing standing = confirm(store_, policy_, work);
  for (std::size_t b = 0; b < work.size(); ++b) {
    const store::Batch& batch = work[b];
    told[b].assign(batch.size(), true);
    for (std::size_t i = 0; i < batch.size(); ++i) {
      const core::Id entry = batch.id(i);
      if (!newest.is(batch, i) || standing.overtaken.contains(entry)) {
        told[b][i] = false;
        continue;
      }
      const auto state = wire::decode_entry_state(runtime::state_of(batch, i));
      if (!state) throw std::runtime_error(state.error().cause);
      std::optional<wire::EntryBody> body;  // opened once, and only where something is to be told
      for (const wire::NoticeReason reason : wire::owed_by(*state)) {
        const core::Id id = wire::notice_id(state->recipient, entry, reason);
        if (standing.told.contains(id)) continue;
        if (standing.unclear.contains(id)) {
          told[b][i] = false;
          all_clear = false;
          continue;
        }
        if (!body) body = opened_body(data_, batch, i);
        const wire::FiledClaim* claim = speaker(*body, *state);
        if (claim == nullptr) continue;
        Outgoing& out = outgoing_to(core::shard_of(id, store_.shards()), by_shard);
        const std::string sealed = seal::seal(data_, id, wire::encode(body_of(reason, entry, *state, claim->claim)));
        std::string bytes = wire::encode(planned(reason, batch.rev(i), *state));
        store::add_check(bytes, id.view(), batch.rev(i), sealed);
        out.call.ids.append(id.view());
        batch.rev(i).append_to(out.call.revs);
        out.states.add(bytes);
        out.bodies.add(sealed);
        out.from.emplace_back(b, i);
      }
    }
  }

  std::vector<store::Apply> applies;
  std::vector<std::vector<std::pair<std::size_t, std::size_t>>> from;
  for (auto& [shard, list] : by_shard) {
    for (Outgoing& out : list) {
      out.call.states = out.states.finish();
      out.call.bodies = out.bodies.finish();
      applies.push_back(std::move(out.call));
      from.push_back(std::move(out.from));
    }
  }
  store_.apply(applies);
  for (std::size_t a = 0; a < applies.size(); ++a) {
    const store::Apply& call = applies[a];
    for (std::size_t k = 0; k < from[a].size(); ++k) {
      const bool answered = call.answer.outcome == store::Outcome::kDone;
      if (!answered) told[from[a][k].first][from[a][k].second] = false;
      all_answered = all_answered && answered;
      if (answered && call.answer.item(k) == store::ItemAnswer::kAlarm) {
        alarms_.add();
        runtime::log_error("notice.alarm",
                           {{"record", core::Id::from(std::string_view(call.ids).substr(k * core::kIdBytes))}});
      }
    }
    if (call.answer.outcome != store::Outcome::kDone || call.answer.count(store::ItemAnswer::kDone) == 0) continue;
    store::Advance as_done;  // the applied part of this call, in the form done_part() knows
    as_done.to = call.to;
    as_done.ids = call.ids;
    as_done.revs = call.revs;
    as_done.states = call.states;
    as_done.replace_bodies = true;
    as_done.bodies = call.bodies;
    as_done.answer = call.answer;
    store::Batch of_shard;
    of_shard.kind = call.kind;
    of_shard.shard = call.shard;
    loop_.enqueue(runtime::done_part(of_shard, as_done));
  }

  std::vector<store::Advance> settled;
  for (std::size_t b = 0; b < work.size(); ++b) {
    const store::Batch& batch = work[b];
    store::AdvanceBuilder settling(batch, wire::entry_stage::kSettled, store::kNeverDue);
    for (std::size_t i = 0; i < batch.size(); ++i) {
      if (!told[b][i]) continue;
      std::string bytes(runtime::state_of(batch, i));
      wire::clear_flags(bytes, wire::entry_flag::kNotices);
      // Its epoch stays that under which its uploads were told, so that after a loss they are told again.
      settling.add(batch, i, std::move(bytes), batch.rev(i).epoch);
    }
    if (settling.size() > 0) settled.push_back(settling.finish());
  }
  store_.advance(settled);
  for (const store::Advance& call : settled) {
    if (call.answer.outcome == store::Outcome::kDone) {
      stale_.add(call.answer.letters.size() - call.answer.count(store::ItemAnswer::kDone));
    } else {
      all_answered = false;
    }
  }
  if (!all_answered) throw runtime::NotNow("notices or entries not answered");
  if (!all_clear) throw runtime::NotNow("notices are being handed over", kHandOverWait);
}

}  // namespace naadam::notification
