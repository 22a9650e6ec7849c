#include "phones.hpp"

#include <fmt/format.h>

#include "notification/sending.hpp"
#include "seal/seal.hpp"
#include "wire/identity.hpp"
#include "wire/stages.hpp"

namespace naadam::sim {
namespace {

using notification::SubmitAnswer;
namespace bit = notification::receipt_bit;

constexpr int kReceiptDelayMax = 60'000;
constexpr int kLateReceiptMax = 40 * 60'000;

// The callback as the gateway would make it from the address it was given.
core::Result<notification::Receipt> called_back(const std::string& url, std::uint8_t bits) {
  std::map<std::string, std::string, std::less<>> query;
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
  return notification::parse_receipt(query);
}

}  // namespace

std::optional<Phones::Seen> Phones::look(const core::Id& notice, const core::Id& message) {
  store::Read read{.kind = store::Kind::kNotice,
                   .shard = core::shard_of(notice, model_.shards()),
                   .ids = std::string(notice.view()),
                   .answer = {},
                   .records = {}};
  model_.read({&read, 1});
  const store::Record& record = read.records[0];
  if (!record.found || record.stage != wire::notice_stage::kAttempting) {
    faults_.push_back(fmt::format("notice {} submitted while it is not being attempted", core::to_hex(notice)));
    return std::nullopt;
  }
  const auto checked = store::open_check(record.state, notice.view(), record.rev, record.body);
  auto state = wire::decode_notice_state(checked.state);
  const auto plain = seal::open(data_, notice, record.body);
  if (!checked.ok || !state || !plain) {
    faults_.push_back(fmt::format("notice {} cannot be opened", core::to_hex(notice)));
    return std::nullopt;
  }
  auto body = wire::decode_notice_body(*plain);
  if (!body || state->message != message) {
    faults_.push_back(fmt::format("notice {} does not know the message it is in", core::to_hex(notice)));
    return std::nullopt;
  }
  return Seen{*state, std::move(*body)};
}

// Notices of this message whose try began in this very step; time stands still within one.
std::vector<core::Id> Phones::of_message(const core::Id& message) {
  store::Scan scan{
      .kind = store::Kind::kNotice, .shard = core::shard_of(message, model_.shards()), .answer = {}, .ids = {}};
  model_.scan({&scan, 1});
  store::Read read{.kind = scan.kind, .shard = scan.shard, .ids = scan.ids, .answer = {}, .records = {}};
  model_.read({&read, 1});
  std::vector<core::Id> notices;
  for (std::size_t i = 0; i < read.records.size(); ++i) {
    const store::Record& record = read.records[i];
    if (record.stage != wire::notice_stage::kAttempting) continue;
    const auto state = wire::decode_notice_state(std::string_view(record.state).substr(0, record.state.size() - 4));
    if (state && state->message == message && state->tries[state->begun - 1u].began_ms == mayhem_.now()) {
      notices.push_back(core::Id::from(std::string_view(scan.ids).substr(i * core::kIdBytes, core::kIdBytes)));
    }
  }
  return notices;
}

std::vector<std::size_t> Phones::take(const notification::Sms& sms) {
  std::vector<std::size_t> indexes;
  const std::vector<core::Id> notices = of_message(sms.message);
  if (notices.empty()) faults_.push_back("a message was submitted that no record knows");
  for (const core::Id& notice : notices) {
    const auto seen = look(notice, sms.message);
    if (!seen) continue;
    const std::uint8_t own = seen->state.begun;
    for (const Told& other : told_) {
      if (other.notice == notice && other.source == seen->state.source && other.attempt == own) {
        faults_.push_back(fmt::format("notice {} was sent twice as try {}", core::to_hex(notice), own));
      }
    }
    if (seen->body.mobile != sms.to) {
      faults_.push_back(fmt::format("notice {} went to another number", core::to_hex(notice)));
    }
    indexes.push_back(told_.size());
    told_.push_back({sms.message, notice, seen->state.source, own, sms.to, seen->body, false});
  }
  return indexes;
}

SubmitAnswer Phones::submit(const notification::Sms& sms) {
  mayhem_.crash_point("notification", "before", "submit");
  const Rates& rates = mayhem_.rates();
  if (mayhem_.chance(rates.sink_later)) return SubmitAnswer::kLater;
  if (mayhem_.chance(rates.sink_rejected)) return SubmitAnswer::kRejected;
  const bool unknown = mayhem_.chance(rates.sink_unknown);
  if (unknown && mayhem_.random().chance(50)) return SubmitAnswer::kUnknown;
  const std::vector<std::size_t> told = take(sms);
  plan_receipts(sms, told);
  mayhem_.crash_point("notification", "after", "submit");
  return unknown ? SubmitAnswer::kUnknown : SubmitAnswer::kAccepted;
}

void Phones::plan_receipts(const notification::Sms& sms, const std::vector<std::size_t>& told) {
  if (!receipts_ || sms.receipt_url.empty()) return;
  const auto plan = [&](std::uint8_t bits, const std::vector<std::size_t>& about) {
    const auto receipt = called_back(sms.receipt_url, bits);
    if (!receipt) {
      faults_.push_back("a receipt's address cannot be read");
      return;
    }
    const int low = bits == bit::kCentreTook ? 0 : 1'000;
    const int delay = mayhem_.random().between(low, mayhem_.random().chance(80) ? kReceiptDelayMax : kLateReceiptMax);
    coming_.push_back({mayhem_.now() + delay, *receipt, about});
    if (mayhem_.chance(mayhem_.rates().receipt_doubled)) {
      coming_.push_back({mayhem_.now() + delay + mayhem_.random().between(0, kReceiptDelayMax), *receipt, about});
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
  bool any = false;
  for (std::size_t i = 0; i < coming_.size();) {
    if (coming_[i].at > mayhem_.now()) {
      ++i;
      continue;
    }
    any = true;
    if (!receipts.take(coming_[i].receipt)) {
      coming_[i].at = mayhem_.now() + 5'000;
      ++i;
      continue;
    }
    for (const std::size_t told : coming_[i].told) told_[told].delivered = true;
    coming_.erase(coming_.begin() + static_cast<std::ptrdiff_t>(i));
  }
  return any;
}

}  // namespace naadam::sim
