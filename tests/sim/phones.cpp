#include "phones.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "notification/sending.hpp"
#include "seal/seal.hpp"
#include "wire/identity.hpp"
#include "wire/stages.hpp"

namespace naadam::sim {
namespace {

using notification::SubmitAnswer;
namespace bit = notification::receipt_bit;

constexpr int kReceiptDelayMax = 60'000;
constexpr Millis kReceiptAgain = 5'000;
constexpr int kLateReceiptMax = 40 * 60'000;

// The callback as the gateway would make it from the address it was given.
core::Result<notification::Receipt> called_back(const seal::LookupKey& key, const std::string& url, std::uint8_t bits) {
  notification::ReceiptQuery query;
  std::string_view rest = std::string_view(url).substr(url.find('?') + 1);
  while (!rest.empty()) {
    const std::string_view field = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(rest.size(), field.size() + 1));
    const std::size_t equals = field.find('=');
    const std::string_view value = field.substr(equals + 1);
    query[std::string(field.substr(0, equals))] = value == "%d"   ? std::to_string(bits)
                                                  : value == "%i" ? std::string("centre")
                                                                  : std::string(value);
  }
  return notification::parse_receipt(key, query);
}

}  // namespace

std::optional<wire::NoticeState> Phones::stored(const core::Id& notice, store::Stage* stage) const {
  store::Read read{.kind = store::Kind::kNotice,
                   .shard = core::shard_of(notice, model_.shards()),
                   .ids = std::string(notice.view()),
                   .answer = {},
                   .records = {}};
  model_.read({&read, 1});
  const store::Record& record = read.records[0];
  if (!record.found) return std::nullopt;
  if (stage != nullptr) *stage = record.stage;
  const auto state =
      wire::decode_notice_state(store::open_check(record.state, notice.view(), record.rev, record.body).state);
  return state ? std::optional(*state) : std::nullopt;
}

std::optional<wire::NoticeState> Phones::read(const core::Id& notice, store::Stage* stage) const {
  auto state = stored(notice, stage);
  if (state) state->source = plan_of(notice, state->source);
  return state;
}

void Phones::planned(const store::Apply& apply) {
  if (apply.kind != store::Kind::kNotice) return;
  const std::size_t notices = apply.ids.size() / core::kIdBytes;
  for (std::size_t i = 0; i < notices; ++i) {
    if (apply.answer.item(i) != store::ItemAnswer::kDone) continue;
    const core::Id notice = core::Id::from(std::string_view(apply.ids).substr(i * core::kIdBytes, core::kIdBytes));
    const auto rev = core::Rev::from(std::string_view(apply.revs).substr(i * core::kRevBytes, core::kRevBytes));
    const auto checked = store::open_check(store::column_cell(apply.states, notices, i), notice.view(), rev,
                                           store::column_cell(apply.bodies, notices, i));
    const auto state = wire::decode_notice_state(checked.state);
    plans_[notice].push_back({rev, state ? state->decision : 0});
  }
}

bool Phones::told_otherwise_between(const core::Id& notice, const core::Rev& from, const core::Rev& to) const {
  const auto known = plans_.find(notice);
  if (known == plans_.end()) return false;
  const std::vector<Plan>& plans = known->second;
  const auto last = std::ranges::find(plans, to, &Plan::rev);
  if (last == plans.end()) return false;
  return std::ranges::any_of(plans, [&](const Plan& plan) {
    return plan.rev.newer_than(from) && to.newer_than(plan.rev) && plan.decision != last->decision;
  });
}

core::Rev Phones::plan_of(const core::Id& notice, const core::Rev& source) const {
  core::Rev plan;
  if (const auto known = plans_.find(notice); known != plans_.end()) {
    for (const Plan& one : known->second) {
      if (!one.rev.newer_than(source)) plan = one.rev;
    }
  }
  return plan;
}

// Whether the store has it that this try was begun, and not that the gateway certainly took nothing.
bool Phones::knows(const Told& told) const {
  const auto state = read(told.notice);
  if (!state || state->source != told.source) return state && state->source.newer_than(told.source);
  return state->begun > told.attempt ||
         (state->begun == told.attempt &&
          state->tries[told.attempt - 1u].answer != static_cast<std::uint8_t>(SubmitAnswer::kLater));
}

// Whether a receipt for it says something about the notice as it is now.
bool Phones::takes_receipt(const Told& told) const {
  const auto state = read(told.notice);
  return state && state->source == told.source && state->begun >= told.attempt;
}

void Phones::forget(std::uint16_t shard) {
  for (auto& [notice, plans] : plans_) {
    if (core::shard_of(notice, model_.shards()) != shard) continue;
    const auto state = stored(notice);
    std::erase_if(plans, [&](const Plan& plan) { return !state || plan.rev.newer_than(state->source); });
  }
  for (Told& told : told_) {
    if (core::shard_of(told.notice, model_.shards()) != shard) continue;
    told.forgotten = told.forgotten || !knows(told);
    // It may have been set back over a newer plan to where it knew.
    told.delivered = told.said_delivered && knows_delivery(told);
  }
  ++forgotten_;
}

bool Phones::knows_delivery(const Told& told) const {
  const auto state = read(told.notice);
  return state && state->source == told.source && (state->tries[told.attempt - 1u].receipts & bit::kDelivered) != 0;
}

std::map<core::Id, std::vector<Begun>> Phones::begun(const store::Advance& advance) const {
  std::map<core::Id, std::vector<Begun>> messages;
  if (advance.kind != store::Kind::kNotice || advance.to != wire::notice_stage::kAttempting) return messages;
  store::Read read{.kind = advance.kind, .shard = advance.shard, .ids = advance.ids, .answer = {}, .records = {}};
  model_.read({&read, 1});
  for (std::size_t i = 0; i < read.records.size(); ++i) {
    if (advance.answer.item(i) != store::ItemAnswer::kDone) continue;
    const core::Id notice = core::Id::from(std::string_view(advance.ids).substr(i * core::kIdBytes, core::kIdBytes));
    const store::Record& record = read.records[i];
    const auto checked = store::open_check(record.state, notice.view(), record.rev, record.body);
    const auto state = wire::decode_notice_state(checked.state);
    const auto plain = seal::open(data_, notice, record.body);
    auto body = plain ? wire::decode_notice_body(*plain) : tl::unexpected(plain.error());
    if (!checked.ok || !state || !body || state->begun == 0) continue;  // an empty message is a fault of its own
    messages[state->message].push_back({notice, plan_of(notice, state->source), state->begun,
                                        state->tries[state->begun - 1u].began_ms, std::move(*body)});
  }
  return messages;
}

// Time stands still within a step: what was begun just now nobody else can have touched.
void Phones::check(const Begun& begun, const notification::Sms& sms) {
  const std::string name = core::to_hex(begun.notice);
  store::Stage stage = 0;
  const auto state = read(begun.notice, &stage);
  if (!state || stage != wire::notice_stage::kAttempting || state->source != begun.source ||
      state->message != sms.message) {
    faults_.push_back(fmt::format("notice {} was submitted while it is not being attempted", name));
  }
  for (const Told& other : told_) {
    if (other.notice != begun.notice || other.forgotten || other.late) continue;
    if (other.source == begun.source && other.attempt == begun.attempt) {
      faults_.push_back(fmt::format("notice {} was sent twice as try {}", name, begun.attempt));
    }
    if (other.source.newer_than(begun.source)) {
      faults_.push_back(fmt::format("notice {} told the old after the new", name));
    }
  }
}

std::vector<std::size_t> Phones::take(const notification::Sms& sms, const std::vector<Begun>& notices) {
  std::vector<std::size_t> indexes;
  if (notices.empty()) faults_.push_back("a message was submitted that no record knows");
  for (const Begun& begun : notices) {
    const bool late = begun.at != mayhem_.now();
    if (!late) check(begun, sms);
    if (begun.body.mobile != sms.to) {
      faults_.push_back(fmt::format("notice {} went to another number", core::to_hex(begun.notice)));
    }
    indexes.push_back(told_.size());
    told_.push_back(
        {sms.message, begun.notice, begun.source, begun.attempt, sms.to, begun.body, false, false, false, late});
  }
  return indexes;
}

SubmitAnswer Phones::submit(const notification::Sms& sms, const std::vector<Begun>& notices) {
  mayhem_.crash_point("notification", "before", "submit");
  const Rates& rates = mayhem_.rates();
  if (mayhem_.chance(rates.sink_later)) return SubmitAnswer::kLater;
  if (mayhem_.chance(rates.sink_rejected)) return SubmitAnswer::kRejected;
  const bool unknown = mayhem_.chance(rates.sink_unknown);
  if (unknown && mayhem_.random().chance(50)) return SubmitAnswer::kUnknown;
  const std::vector<std::size_t> told = take(sms, notices);
  plan_receipts(sms, told);
  mayhem_.crash_point("notification", "after", "submit");
  return unknown ? SubmitAnswer::kUnknown : SubmitAnswer::kAccepted;
}

void Phones::plan_receipts(const notification::Sms& sms, const std::vector<std::size_t>& told) {
  if (!receipts_ || sms.receipt_url.empty()) return;
  const auto plan = [&](std::uint8_t bits, const std::vector<std::size_t>& about) {
    const auto receipt = called_back(lookup_, sms.receipt_url, bits);
    if (!receipt) {
      faults_.push_back("a receipt's address cannot be read");
      return;
    }
    const int low = bits == bit::kCentreTook ? 0 : 1'000;
    const int delay = mayhem_.random().between(low, mayhem_.random().chance(80) ? kReceiptDelayMax : kLateReceiptMax);
    coming_.push_back({++receipts_planned_, mayhem_.now() + delay, *receipt, about});
    if (mayhem_.chance(mayhem_.rates().receipt_doubled)) {
      coming_.push_back({++receipts_planned_, mayhem_.now() + delay + mayhem_.random().between(0, kReceiptDelayMax),
                         *receipt, about});
    }
  };
  if (mayhem_.chance(mayhem_.rates().receipt_lost)) return;
  if (mayhem_.random().chance(70)) plan(bit::kCentreTook, {});
  if (mayhem_.random().chance(90)) {
    plan(bit::kDelivered, told);
  } else {
    plan(bit::kNotDelivered, {});
  }
}

std::optional<Millis> Phones::next_receipt() const {
  std::optional<Millis> next;
  for (const Coming& one : coming_) {
    if (!next || one.at < *next) next = one.at;
  }
  return next;
}

bool Phones::give_receipts(notification::Receipts& receipts) {
  std::vector<std::uint64_t> due;
  for (const Coming& one : coming_) {
    if (one.at <= mayhem_.now()) due.push_back(one.number);
  }
  for (const std::uint64_t number : due) {
    const auto find = [this, number] { return std::ranges::find(coming_, number, &Coming::number); };
    const auto it = find();
    if (it == coming_.end()) continue;
    // Whoever takes it may die over it, stand still, or say: not now. Then it is given again, to anybody.
    it->at = mayhem_.now() + kReceiptAgain;
    // Meanwhile more may come: what it says has to stay.
    const notification::Receipt receipt = it->receipt;
    const std::vector<std::size_t> about = it->told;
    const std::size_t forgotten = forgotten_;
    bool kept = false;
    receipts.take({&receipt, 1}, {&kept, 1});
    if (!kept) continue;
    // Who stood still after it had written it did not see that the store was set back to before.
    const bool seen = forgotten == forgotten_;
    for (const std::size_t told : about) {
      const bool delivered = seen ? takes_receipt(told_[told]) : knows_delivery(told_[told]);
      told_[told].delivered |= delivered;
      told_[told].said_delivered |= delivered;
    }
    if (const auto taken = find(); taken != coming_.end()) coming_.erase(taken);
  }
  return !due.empty();
}

void ScriptedSink::begun(const store::Advance& advance) {
  for (auto& [message, notices] : phones_.begun(advance)) {
    std::vector<Begun>& known = begun_[message];
    // The same message id leads every try of its first notice; and a call may be repeated whose effect was lost.
    std::erase_if(known, [&](const Begun& one) {
      return one.at != notices.front().at ||
             std::ranges::any_of(notices, [&](const Begun& other) { return other.notice == one.notice; });
    });
    known.insert(known.end(), notices.begin(), notices.end());
  }
}

void ScriptedSink::submit(std::span<const notification::Sms> batch, std::span<notification::SubmitAnswer> answers) {
  static constexpr Millis kFresh = 10'000;
  const Millis handed = mayhem_.now();
  for (std::size_t i = 0; i < batch.size(); ++i) {
    const std::vector<Begun> notices = std::exchange(begun_[batch[i].message], {});
    if (!notices.empty() && handed - notices.front().at > kFresh) phones_.stale();
    answers[i] = phones_.submit(batch[i], notices);
  }
}

}  // namespace naadam::sim
