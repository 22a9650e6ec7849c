#include "notification/receipts.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <unordered_set>

#include "notification/notice_writes.hpp"
#include "runtime/log.hpp"
#include "wire/notice.hpp"
#include "wire/stages.hpp"
#include "wire/verbs.hpp"

namespace naadam::notification {
namespace {

using runtime::Json;

// Another copy may write the same notice meanwhile, and two receipts may be about one: each round one of them wins.
constexpr int kRounds = 5;

ReceiptQuery query_of(const Json& map) {
  ReceiptQuery query;
  if (!map.is_object()) return query;
  for (const auto& [name, value] : map.items()) {
    if (value.is_string()) query[name] = value.get<std::string>();
  }
  return query;
}

}  // namespace

Receipts::Receipts(store::Store& store, const seal::LookupKey& key, DeliveryPolicy policy, runtime::Metrics& metrics)
    : store_(store),
      key_(key),
      policy_(policy),
      receipts_(metrics.counter("naadam_receipts_total", "receipts of the gateway taken")),
      strays_(metrics.counter("naadam_receipts_stray_total", "receipts of messages unknown or overtaken")),
      unreadable_(metrics.counter("naadam_receipts_unreadable_total", "receipts at an address that is not ours")) {}

void Receipts::answer_on(runtime::StepLoop& loop) {
  loop.on_ask(wire::verb::kNoticeReceipt, [this](const Json& ask) { return answer(ask); });
}

core::Result<Json> Receipts::answer(const Json& ask) {
  const auto sent = ask.find("receipts");
  if (sent == ask.end() || !sent->is_array() || sent->size() > wire::verb::kReceiptsAskedMax) {
    return core::fail(core::ErrorKind::kInvalid, "请求不完整，请检查程序版本是否一致。",
                      "field receipts missing, mistyped or too long");
  }
  std::vector<Receipt> readable;
  std::vector<bool> is_readable;
  std::string fault;
  for (const Json& one : *sent) {
    auto receipt = parse_receipt(key_, query_of(one));
    is_readable.push_back(receipt.has_value());
    if (receipt) readable.push_back(std::move(*receipt));
    if (!receipt) fault = receipt.error().cause;
  }
  if (readable.size() < sent->size()) {
    unreadable_.add(sent->size() - readable.size());
    runtime::log_warn("receipt.unreadable",
                      {{"receipts", sent->size() - readable.size()}, {"cause", runtime::Safe{fault}}});
  }
  const auto kept = std::make_unique<bool[]>(readable.size());
  take(readable, {kept.get(), readable.size()});
  Json answers = Json::array();
  std::size_t next = 0;
  for (const bool was_readable : is_readable) {
    answers.push_back(!was_readable ? "unreadable" : kept[next++] ? "kept" : "later");
  }
  return Json{{"answers", std::move(answers)}};
}

void Receipts::take(std::span<const Receipt> receipts, std::span<bool> kept) {
  receipts_.add(receipts.size());
  std::vector<Word> words;
  for (std::size_t i = 0; i < receipts.size(); ++i) {
    for (const SentNotice& sent : receipts[i].sent) words.push_back({&sent, receipts[i].bits, i});
  }
  for (int round = 0; round < kRounds; ++round) write(words);
  std::vector<bool> known(receipts.size());
  std::fill(kept.begin(), kept.end(), true);
  for (const Word& word : words) {
    if (word.written == Written::kAgain) kept[word.receipt] = false;
    if (word.written == Written::kYes) known[word.receipt] = true;
  }
  for (std::size_t i = 0; i < receipts.size(); ++i) {
    if (kept[i] && !known[i]) strays_.add();
  }
}

// One round over the words that are not written yet, of those about one notice the first.
void Receipts::write(std::vector<Word>& words) {
  std::vector<Word*> open;
  std::unordered_set<std::string_view> seen;
  std::vector<store::Read> reads;
  for (Word& word : words) {
    const core::Id& notice = word.sent->notice;
    if (word.written != Written::kAgain || !seen.insert(notice.view()).second) continue;
    open.push_back(&word);
    reads.push_back({.kind = store::Kind::kNotice,
                     .shard = core::shard_of(notice, store_.shards()),
                     .ids = std::string(notice.view()),
                     .answer = {},
                     .records = {}});
  }
  if (open.empty()) return;
  store_.read(reads);
  const auto now = store_.now_ms();
  if (!now) return;
  std::vector<NoticeWrites::Write> writes;
  std::vector<Word*> of_write;
  for (std::size_t i = 0; i < open.size(); ++i) {
    Word& word = *open[i];
    const core::Id& notice = word.sent->notice;
    if (reads[i].answer.outcome != store::Outcome::kDone) continue;
    const store::Record& record = reads[i].records[0];
    word.written = Written::kNothingToDo;
    if (!record.found) continue;
    const auto checked = store::open_check(record.state, notice.view(), record.rev, record.body);
    auto state = wire::decode_notice_state(checked.state);
    if (!checked.ok || !state) {
      runtime::log_error("receipt.record_broken", {{"record", notice}});
      continue;
    }
    if (state->plan() != word.sent->plan) continue;
    const Delivery before = delivery_of(*state);
    const Delivery after = receipted(before, word.sent->attempt, word.bits);
    if (after == before) continue;
    word.written = Written::kAgain;
    put_delivery(*state, after);
    const Outlook outlook = look(after, policy_, *now);
    state->shown = static_cast<std::uint8_t>(outlook.state);
    const bool resting = outlook.due_ms == Outlook::kNever;
    // A submit whose answer is not written yet stays with its sender; the receipt is kept in the record meanwhile.
    const store::Stage to = resting                                           ? wire::notice_stage::kClosed
                            : record.stage == wire::notice_stage::kAttempting ? record.stage
                                                                              : stage_of(outlook.state);
    NoticeWrites out(reads[i].shard, record.stage);
    out.add(0, notice.view(), record.rev, *state, to, wait_of(outlook, *now), record.body, store_.epoch());
    out.finish({}, writes);
    of_write.push_back(&word);
  }
  execute(store_, writes);
  for (std::size_t i = 0; i < writes.size(); ++i) {
    if (writes[i].call.answer.all(store::ItemAnswer::kDone)) of_write[i]->written = Written::kYes;
  }
}

}  // namespace naadam::notification
