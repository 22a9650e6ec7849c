#include "notification/receipts.hpp"

#include "notification/notice_writes.hpp"
#include "runtime/log.hpp"
#include "wire/notice.hpp"
#include "wire/stages.hpp"

namespace naadam::notification {
namespace {

constexpr int kRounds = 5;  // a step may write the same notice meanwhile; each round one of both wins

}  // namespace

Receipts::Receipts(store::Store& store, DeliveryPolicy policy, runtime::Metrics& metrics)
    : store_(store),
      policy_(policy),
      receipts_(metrics.counter("naadam_receipts_total", "receipts of the gateway taken")),
      strays_(metrics.counter("naadam_receipts_stray_total", "receipts of messages unknown or overtaken")) {}

void Receipts::listen_on(runtime::HttpListener& http) {
  http.route(kPath, [this](const runtime::HttpRequest& request) -> runtime::HttpReply {
    const auto receipt = parse_receipt(request.query);
    runtime::HttpReply reply;
    if (!receipt) {
      reply.status = 400;
      reply.body = receipt.error().cause + "\n";
    } else if (!take(*receipt)) {
      reply.status = 503;
      reply.body = "not now\n";
    }
    return reply;
  });
}

bool Receipts::take(const Receipt& receipt) {
  receipts_.add();
  bool known = false;
  for (const SentNotice& sent : receipt.sent) {
    Written one = Written::kAgain;
    for (int round = 0; round < kRounds && one == Written::kAgain; ++round) one = write(sent, receipt.bits);
    if (one == Written::kAgain) return false;
    known = known || one == Written::kYes;
  }
  if (!known) strays_.add();
  return true;
}

Receipts::Written Receipts::write(const SentNotice& sent, std::uint8_t bits) {
  const core::Id& notice = sent.notice;
  const std::uint16_t shard = core::shard_of(notice, store_.shards());
  store::Read read{
      .kind = store::Kind::kNotice, .shard = shard, .ids = std::string(notice.view()), .answer = {}, .records = {}};
  store_.read({&read, 1});
  if (read.answer.outcome != store::Outcome::kDone) return Written::kAgain;
  const store::Record& record = read.records[0];
  if (!record.found) return Written::kNothingToDo;
  const auto checked = store::open_check(record.state, notice.view(), record.rev, record.body);
  auto state = wire::decode_notice_state(checked.state);
  if (!checked.ok || !state) {
    runtime::log_error("receipt.record_broken", {{"record", notice}});
    return Written::kNothingToDo;
  }
  if (state->plan() != sent.plan) return Written::kNothingToDo;
  const Delivery before = delivery_of(*state);
  const Delivery after = receipted(before, sent.attempt, bits);
  if (after == before) return Written::kNothingToDo;
  put_delivery(*state, after);
  const auto now = store_.now_ms();
  if (!now) return Written::kAgain;
  const Outlook outlook = look(after, policy_, *now);
  state->shown = static_cast<std::uint8_t>(outlook.state);
  const bool resting = outlook.due_ms == Outlook::kNever;
  // A submit whose answer is not written yet stays with its sender; the receipt is kept in the record meanwhile.
  const store::Stage to = resting                                           ? wire::notice_stage::kClosed
                          : record.stage == wire::notice_stage::kAttempting ? record.stage
                                                                            : stage_of(outlook.state);
  NoticeWrites out(shard, record.stage);
  out.add(0, notice.view(), record.rev, *state, to, wait_of(outlook, *now), record.body, store_.epoch());
  std::vector<NoticeWrites::Write> writes;
  out.finish({}, writes);
  execute(store_, writes);
  if (!writes[0].call.answer.all(store::ItemAnswer::kDone)) return Written::kAgain;
  return Written::kYes;
}

}  // namespace naadam::notification
