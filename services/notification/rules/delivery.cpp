#include "notification/rules/delivery.hpp"

#include <algorithm>
#include <limits>

namespace naadam::notification {
namespace {

using core::ErrorKind;
using core::Millis;

// What one try came to, from the facts about it alone.
enum class Fate { kNotTaken, kOpen, kUnanswered, kTaken, kDelivered, kLost };

Fate fate_of(const Try& t) {
  if (t.receipts & receipt_bit::kDelivered) return Fate::kDelivered;
  if (t.receipts & (receipt_bit::kNotDelivered | receipt_bit::kCentreRefused)) return Fate::kLost;
  if (t.receipts & (receipt_bit::kBuffered | receipt_bit::kCentreTook)) return Fate::kTaken;
  switch (t.answer) {
    case SubmitAnswer::kNone:
      return Fate::kOpen;
    case SubmitAnswer::kLater:
      return Fate::kNotTaken;
    case SubmitAnswer::kUnknown:
      return Fate::kUnanswered;
    case SubmitAnswer::kRejected:
      return Fate::kLost;
    case SubmitAnswer::kAccepted:
      return Fate::kTaken;
  }
  return Fate::kOpen;
}

Millis later_wait(const Try& t, const DeliveryPolicy& policy) {
  Millis wait = policy.later_wait_ms;
  for (int i = 1; i < t.laters && wait < policy.later_wait_ms_max; ++i) wait *= 2;
  return std::min(wait, policy.later_wait_ms_max);
}

bool is_owed(const Delivery& d) { return d.duty && !d.superseded; }

// Nothing more will be heard of it. What is owed to the person is then done by telephone.
Outlook closed(const Delivery& d, DeliveryState otherwise) {
  return {is_owed(d) ? DeliveryState::kCallSheet : otherwise};
}

// An earlier try may have gone out, so a notice that waits for its second one is still unknown, not planned.
Outlook next_try(const Delivery& d, std::uint8_t attempt, Millis at, Millis now) {
  if (attempt == 1) return {DeliveryState::kPlanned, at <= now, attempt, at};
  if (!is_owed(d)) return {DeliveryState::kUnknown};
  return {DeliveryState::kUnknown, at <= now, attempt, at};
}

core::Status in_range(const char* field, Millis value, Millis low, Millis high) {
  if (value >= low && value <= high) return {};
  return core::fail(
      ErrorKind::kInvalid,
      std::string("通知选项 ") + field + " 应在 " + std::to_string(low) + " 至 " + std::to_string(high) + " 毫秒之间",
      std::string(field) + " out of range");
}

bool is_begun(const Delivery& d, std::uint8_t attempt) { return attempt >= 1 && attempt <= d.begun; }

}  // namespace

std::string_view delivery_state_name(DeliveryState state) {
  static constexpr std::array<std::string_view, 9> kNames = {
      "none", "planned", "attempting", "sent", "delivered", "failed", "unknown", "call_sheet", "superseded"};
  return kNames.at(static_cast<std::size_t>(state));
}

core::Status check(const DeliveryPolicy& p) {
  constexpr Millis kMinute = 60'000;
  constexpr Millis kDay = 24 * 60 * kMinute;
  if (auto s = in_range("answer_wait_ms", p.answer_wait_ms, 1'000, 10 * kMinute); !s) return s;
  if (auto s = in_range("receipt_wait_ms", p.receipt_wait_ms, kMinute, kDay); !s) return s;
  if (auto s = in_range("sent_wait_ms", p.sent_wait_ms, p.receipt_wait_ms, 7 * kDay); !s) return s;
  if (auto s = in_range("later_wait_ms", p.later_wait_ms, 100, kDay); !s) return s;
  return in_range("later_wait_ms_max", p.later_wait_ms_max, p.later_wait_ms, kDay);
}

Outlook look(const Delivery& d, const DeliveryPolicy& policy, Millis now) {
  bool may_have_gone = false;
  for (std::uint8_t i = 0; i < d.begun; ++i) {
    const Fate fate = fate_of(d.tries[i]);
    if (fate == Fate::kDelivered) return {DeliveryState::kDelivered};
    may_have_gone = may_have_gone || fate != Fate::kNotTaken;
  }
  if (d.superseded && !may_have_gone) return {DeliveryState::kSuperseded};
  if (d.begun == 0) return next_try(d, 1, now, now);

  // A first try known to be lost settles the matter: the second would go to the same dead number.
  if (fate_of(d.tries[0]) == Fate::kLost) return closed(d, DeliveryState::kFailed);
  const Try& last = d.tries[d.begun - 1];
  const auto until = [&](Millis wait) { return std::min(last.began_ms, now) + wait; };
  const Fate fate = fate_of(last);
  if (fate == Fate::kLost) return closed(d, DeliveryState::kFailed);
  if (fate == Fate::kNotTaken) {
    return next_try(d, d.begun, last.began_ms > now ? now : until(later_wait(last, policy)), now);
  }
  if (fate == Fate::kTaken) {
    if (!policy.receipts) return {DeliveryState::kSent};
    if (now < until(policy.sent_wait_ms)) return {DeliveryState::kSent, false, 0, until(policy.sent_wait_ms)};
    return closed(d, DeliveryState::kUnknown);
  }
  if (fate == Fate::kOpen && now < until(policy.answer_wait_ms)) {
    return {DeliveryState::kAttempting, false, 0, until(policy.answer_wait_ms)};
  }
  if (now < until(policy.receipt_wait_ms)) {
    return {DeliveryState::kUnknown, false, 0, until(policy.receipt_wait_ms)};
  }
  if (d.begun < kTriesMax)
    return next_try(d, static_cast<std::uint8_t>(d.begun + 1), until(policy.receipt_wait_ms), now);
  return closed(d, DeliveryState::kUnknown);
}

Delivery begin(Delivery d, Millis now) {
  const bool same_again = d.begun > 0 && fate_of(d.tries[d.begun - 1]) == Fate::kNotTaken;
  if (!same_again) {
    if (d.begun == kTriesMax) return d;
    ++d.begun;
  }
  Try& t = d.tries[d.begun - 1];
  t.answer = SubmitAnswer::kNone;
  t.began_ms = now;
  return d;
}

Delivery answered(Delivery d, std::uint8_t attempt, SubmitAnswer answer) {
  if (!is_begun(d, attempt)) return d;
  Try& t = d.tries[attempt - 1];
  if (answer <= t.answer) return d;
  t.answer = answer;
  if (answer == SubmitAnswer::kLater && t.laters < std::numeric_limits<std::uint8_t>::max()) ++t.laters;
  return d;
}

Delivery receipted(Delivery d, std::uint8_t attempt, std::uint8_t bits) {
  if (is_begun(d, attempt)) d.tries[attempt - 1].receipts |= bits & receipt_bit::kAll;
  return d;
}

Delivery superseded(Delivery d) {
  d.superseded = true;
  return d;
}

}  // namespace naadam::notification
