#include "notice_audit.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "notification/sending.hpp"
#include "wire/identity.hpp"
#include "wire/stages.hpp"

namespace naadam::sim {
namespace {

using notification::DeliveryState;
using notification::SubmitAnswer;
using wire::NoticeReason;

template <class Fact>
bool both(const std::optional<Fact>& a, const std::optional<Fact>& b, auto&& same) {
  return a && b ? same(*a, *b) : !a && !b;
}

// Whether a notice of this reason told what `entry` says.
bool tells(const wire::NoticeBody& told, const wire::EntryState& entry, NoticeReason reason) {
  switch (reason) {
    case NoticeReason::kSeat:
      return both(told.seat, entry.seat, [](const auto& a, const auto& b) { return a.same_place(b); });
    case NoticeReason::kResult:
      return both(told.result, entry.result, [](const auto& a, const auto& b) { return a.same(b); });
    case NoticeReason::kFinals:
      return both(told.finals, entry.finals, [](const auto& a, const auto& b) { return a.same(b); });
    case NoticeReason::kVerdict:
      break;
  }
  return false;
}

bool same_told(const wire::NoticeBody& a, const wire::NoticeBody& b) {
  return both(a.seat, b.seat, [](const auto& x, const auto& y) { return x.same_place(y); }) &&
         both(a.result, b.result, [](const auto& x, const auto& y) { return x.same(y); }) &&
         both(a.finals, b.finals, [](const auto& x, const auto& y) { return x.same(y); });
}

}  // namespace

store::Record at_rest(store::ModelStore& model, store::Kind kind, const core::Id& id) {
  store::Read call{.kind = kind,
                   .shard = core::shard_of(id, model.shards()),
                   .ids = std::string(id.view()),
                   .answer = {},
                   .records = {}};
  model.read({&call, 1});
  store::Record record = call.records[0];
  record.state = std::string(store::open_check(record.state, id.view(), record.rev, record.body).state);
  return record;
}

NoticeAudit::NoticeAudit(store::ModelStore& model, const Phones& phones, const Circumstances& circumstances,
                         std::vector<std::string>& faults)
    : model_(model), phones_(phones), circumstances_(circumstances), faults_(faults) {
  for (const Told& one : phones.told()) told_[one.notice].push_back(&one);
}

void NoticeAudit::look_at(const core::Id& entry, const wire::EntryState& state, NoticeReason reason) {
  const core::Id id = wire::notice_id(state.recipient, entry, reason);
  const store::Record record = at_rest(model_, store::Kind::kNotice, id);
  const std::string name =
      fmt::format("{} notice {} of entry {}", wire::notice_reason_name(reason), core::to_hex(id), core::to_hex(entry));
  if (!wire::has_to_tell(reason, state)) {
    if (record.found && !circumstances_.set_back) say(name + " tells of what never was");
    return;
  }
  const auto notice = wire::decode_notice_state(record.state);
  if (!record.found || !notice) return say(name + " was never planned");
  if (notice->decision != wire::decision_told(reason, state)) return say(name + " tells something else");
  if (record.stage != wire::notice_stage::kClosed) say(fmt::format("{} rests at stage {}", name, record.stage));
  look_at_told(id, *notice, state, name);
}

void NoticeAudit::look_at_told(const core::Id& notice, const wire::NoticeState& state, const wire::EntryState& entry,
                               std::string_view name) {
  const std::vector<const Told*>& told = told_[notice];
  std::vector<const Told*> newest;
  for (const Told* one : told) {
    if (one->source == phones_.plan_of(notice, state.source)) newest.push_back(one);
  }
  for (const Told* one : newest) {
    if (!tells(one->body, entry, state.reason)) say(fmt::format("{} told something else", name));
  }
  const notification::Delivery delivery = notification::delivery_of(state);
  const bool rejected = std::ranges::any_of(
      delivery.tries, [](const notification::Try& one) { return one.answer == SubmitAnswer::kRejected; });
  const auto shown = static_cast<DeliveryState>(state.shown);
  const bool in_doubt = shown == DeliveryState::kUnknown || shown == DeliveryState::kCallSheet;
  if (newest.empty() && !rejected && !in_doubt) say(fmt::format("{} was never told", name));
  if (circumstances_.calm && newest.size() + (rejected ? 1 : 0) != 1) {
    say(fmt::format("{} was told {} times though nothing failed", name, newest.size()));
  }
  if (circumstances_.set_back) return;
  for (std::size_t i = 1; i < told.size(); ++i) {
    const bool anew = told[i]->source != told[i - 1]->source && same_told(told[i]->body, told[i - 1]->body);
    // What was to be told meanwhile may have been overtaken before it was.
    if (anew && !phones_.told_otherwise_between(notice, told[i - 1]->source, told[i]->source)) {
      say(fmt::format("{} told the same anew", name));
    }
  }
}

}  // namespace naadam::sim
