#include "runtime/step_loop.hpp"

#include <algorithm>
#include <chrono>
#include <exception>
#include <limits>
#include <nlohmann/json.hpp>

#include "core/limits.hpp"
#include "runtime/answering.hpp"
#include "runtime/log.hpp"
#include "step_slot.hpp"

namespace naadam::runtime {
namespace {

constexpr std::size_t kFramesAtOnce = 64;
constexpr std::size_t kBulkBatch = 100;  // a batch of this size says: more is coming, lingering pays
constexpr core::Millis kBacklogPeriod = 2'000;

}  // namespace

struct StepLoop::Periodic {
  std::string name;
  core::Millis period;
  core::Millis next;
  std::function<bool()> work;
};

std::string_view state_of(const store::Batch& batch, std::size_t i) {
  const std::string_view state = batch.state(i);
  return state.substr(0, state.size() - 4);
}

store::Batch done_part(const store::Batch& batch, const store::Advance& advanced) {
  store::Batch part;
  part.kind = batch.kind;
  part.stage = advanced.to;
  part.shard = batch.shard;
  part.pack = advanced.answer.pack;
  const std::string& bodies = advanced.replace_bodies ? advanced.bodies : batch.bodies;
  if (advanced.answer.all(store::ItemAnswer::kDone)) {
    part.ids = advanced.ids;
    part.revs = advanced.revs;
    part.states = advanced.states;
    part.bodies = bodies;
    return part;
  }
  const std::size_t n = advanced.ids.size() / core::kIdBytes;
  store::ColumnBuilder states(n);
  store::ColumnBuilder cells(n);
  for (std::size_t i = 0; i < n; ++i) {
    if (advanced.answer.item(i) != store::ItemAnswer::kDone) continue;
    part.ids.append(advanced.ids, i * core::kIdBytes, core::kIdBytes);
    part.revs.append(advanced.revs, i * core::kRevBytes, core::kRevBytes);
    states.add(store::column_cell(advanced.states, n, i));
    cells.add(store::column_cell(bodies, n, i));
  }
  part.states = states.finish();
  part.bodies = cells.finish();
  return part;
}

StepLoop::StepLoop(store::Store& store, link::Inbox* inbox, std::vector<link::Outbox*> outboxes,
                   const core::Clock& clock, Metrics& metrics, StepLoopOptions options)
    : store_(store),
      inbox_(inbox),
      outboxes_(std::move(outboxes)),
      clock_(clock),
      metrics_(metrics),
      options_(options),
      asked_too_late_(metrics.counter("naadam_asks_too_late_total", "questions found after who asked had given up")) {
  every("backlog", kBacklogPeriod, [this] { return show_backlog(), false; });
}

StepLoop::~StepLoop() = default;

void StepLoop::add(StageHandler& handler) {
  auto slot = std::make_unique<Slot>();
  slot->handler = &handler;
  slot->spec = handler.spec();
  const Labels stage = {{"stage", slot->spec.name}};
  slot->items = &metrics_.counter("naadam_step_records_total", "records given to the stage's handler", stage);
  slot->taken = &metrics_.counter("naadam_step_taken_total", "records found in the due set", stage);
  slot->pushed = &metrics_.counter("naadam_step_pushed_total", "records that came by the link", stage);
  slot->parked = &metrics_.counter("naadam_step_parked_total", "records set aside", stage);
  slot->work_us = &metrics_.counter("naadam_step_work_microseconds_total", "time in the stage's handler", stage);
  slot->take_us = &metrics_.counter("naadam_step_take_microseconds_total", "time asking the due sets", stage);
  slot->failed = &metrics_.counter("naadam_step_failed_total", "batches over which the handler threw", stage);
  slots_.push_back(std::move(slot));
}

void StepLoop::on_ask(std::string_view verb, AskHandler handler) { asks_[std::string(verb)] = std::move(handler); }

void StepLoop::every(std::string name, core::Millis period, std::function<bool()> work) {
  periodics_.push_back(
      std::make_unique<Periodic>(Periodic{std::move(name), period, clock_.steady_ms(), std::move(work)}));
}

StepLoop::Slot* StepLoop::slot_for(store::Kind kind, store::Stage stage) {
  for (const auto& slot : slots_) {
    if (slot->spec.kind == kind && slot->spec.stage == stage) return slot.get();
  }
  return nullptr;
}

void StepLoop::enqueue(store::Batch batch) {
  Slot* slot = slot_for(batch.kind, batch.stage);
  if (slot == nullptr || batch.size() == 0) return;
  slot->waiting_items += batch.size();
  slot->bulk = slot->bulk || batch.size() >= kBulkBatch;
  if (slot->waiting.empty()) slot->waiting_since = clock_.steady_ms();
  slot->waiting.push_back({std::move(batch), 0});
}

void StepLoop::receive() {
  if (inbox_ == nullptr) return;
  arrivals_.clear();
  inbox_->receive(arrivals_, kFramesAtOnce);
  for (link::ArrivedBatch& arrived : arrivals_.batches) {
    const wire::BatchFrame& frame = arrived.frame;
    store::Batch batch;
    batch.kind = static_cast<store::Kind>(frame.kind);
    batch.stage = frame.stage;
    batch.shard = frame.shard;
    batch.pack = frame.pack;
    batch.ids = frame.ids;
    batch.revs = frame.revs;
    batch.states = frame.states;
    batch.bodies = frame.bodies;
    Slot* slot = slot_for(batch.kind, batch.stage);
    if (slot == nullptr || !batch.well_formed() || batch.shard >= store_.shards()) {
      // The store still has the records; a frame we cannot read is only a hint lost.
      log_warn("link.batch_refused", {{"stage", batch.stage}, {"items", frame.items()}});
      inbox_->finished(arrived.peer, frame.items());
      continue;
    }
    slot->pushed->add(batch.size());
    slot->waiting_items += batch.size();
    slot->bulk = slot->bulk || batch.size() >= kBulkBatch;
    if (slot->waiting.empty()) slot->waiting_since = clock_.steady_ms();
    slot->waiting.push_back({std::move(batch), arrived.peer});
  }
  for (const link::ArrivedAsk& ask : arrivals_.asks) answer(ask);
}

// Whoever asked has given up: what he asks for now, perhaps on the strength of another answer, must not be undone by
// this. Where the store does not answer, its clock is taken to go on as ours.
bool StepLoop::too_late(const wire::Ask& ask) {
  if (ask.until == 0) return false;
  if (const auto now = store_.now_ms()) store_ahead_ = *now - clock_.steady_ms();
  return store_ahead_ && clock_.steady_ms() + *store_ahead_ >= ask.until;
}

void StepLoop::answer(const link::ArrivedAsk& ask) {
  const auto it = asks_.find(ask.ask.verb);
  core::Result<std::string> result;  // a map, packed
  if (too_late(ask.ask)) {
    asked_too_late_.add();
    result = tl::unexpected(asked_too_long_ago());
  } else if (it == asks_.end()) {
    result = core::fail(core::ErrorKind::kInvalid, "该服务不支持此请求，请检查程序版本是否一致。", "unknown verb");
  } else {
    const Answering answering(ask.ask.until);
    try {
      const auto asked = unpack_map(ask.ask.body);
      const auto told = asked ? it->second(*asked) : asked;
      result = told ? core::Result<std::string>(pack(*told)) : tl::unexpected(told.error());
    } catch (const std::exception& e) {
      log_error("ask.failed", {trace(ask.envelope.trace), {"verb", Safe{ask.ask.verb}}, {"cause", Safe{e.what()}}});
      result = core::fail(core::ErrorKind::kInternal, "服务内部错误，请稍后重试；若仍失败，请联系运维人员。", e.what());
    }
  }
  if (result) {
    inbox_->reply(ask, {wire::ReplyStatus::kOk, {}, *result});
  } else {
    inbox_->reply(ask, {wire::status_of(result.error().kind), result.error().text, {}});
  }
}

bool StepLoop::take_due(Slot& slot) {
  if (slot.waiting_items >= options_.work_items_max || clock_.steady_ms() < slot.next_take) return false;
  const std::uint16_t shards = store_.shards();
  const std::uint16_t asked = std::min(options_.take_shards, shards);
  std::vector<store::Take> calls(asked);
  for (store::Take& call : calls) {
    call.kind = slot.spec.kind;
    call.stage = slot.spec.stage;
    call.shard = slot.next_shard;
    call.room = options_.take_room;
    call.lease = slot.spec.lease;
    call.wait_max = std::max(slot.spec.wait_max, slot.spec.lease);
    slot.next_shard = static_cast<std::uint16_t>((slot.next_shard + 1) % shards);
  }
  {
    const Timed timed(*slot.take_us);
    store_.take(calls);
  }
  std::size_t found = 0;
  std::vector<store::Batch> came_back;
  for (store::Take& call : calls) {
    for (store::Batch& batch : call.batches) {
      found += batch.size();
      if (batch.size() == 1 && batch.attempts > core::limits::kAttemptsMax) {
        set_aside(slot, batch, 0, "attempts used up");
      } else if (batch.attempts > 1) {
        came_back.push_back(std::move(batch));
      } else {
        enqueue(std::move(batch));
      }
    }
  }
  doubt(slot, std::move(came_back));
  slot.taken->add(found);
  // More is likely where something was; all shards of a large data set get their turn within one period.
  const core::Millis rounds = (shards + asked - 1) / asked;
  slot.next_take = clock_.steady_ms() + (found > 0 ? 0 : options_.take_period_ms / rounds);
  return found > 0;
}

bool StepLoop::work_off(Slot& slot) {
  if (slot.waiting.empty()) return false;
  const bool worth_it = slot.waiting_items >= slot.spec.gather_items || !slot.bulk;
  const core::Millis now = clock_.steady_ms();
  if (!worth_it && now - slot.waiting_since < slot.spec.linger) return false;
  if (slot.waiting_items < kBulkBatch && now - slot.worked_at < slot.spec.rest) return false;
  slot.worked_at = now;
  std::vector<store::Batch> work;
  std::map<link::PeerId, std::size_t> owed;
  std::size_t items = 0;
  while (!slot.waiting.empty() && items < options_.work_items_max) {
    Slot::Waiting next = std::move(slot.waiting.front());
    slot.waiting.pop_front();
    items += next.batch.size();
    if (next.peer != 0) owed[next.peer] += next.batch.size();
    if (keep_intact(slot, next.batch)) work.push_back(std::move(next.batch));
  }
  slot.waiting_items -= items;
  slot.bulk = !slot.waiting.empty() && slot.bulk;
  slot.waiting_since = clock_.steady_ms();
  slot.items->add(items);
  if (!work.empty()) handle(slot, work);
  for (const auto& [peer, n] : owed) inbox_->finished(peer, n);
  return true;
}

void StepLoop::attend() {
  for (link::Outbox* outbox : outboxes_) outbox->step();
  receive();
  attended_at_ = clock_.steady_ms();
}

// A round takes long where the store does not answer or much is to be done: peers and whoever asks are not kept waiting
// for all of it.
void StepLoop::attend_meanwhile() {
  if (clock_.steady_ms() - attended_at_ >= kAttendMs) attend();
}

bool StepLoop::step(core::Millis wait_ms) {
  attend();
  bool busy = false;
  for (const auto& slot : slots_) {
    // What came by the link or was enqueued goes first; the due sets are asked when there is room.
    busy |= take_due(*slot);
    busy |= work_off(*slot);
    busy |= try_doubted(*slot);
    attend_meanwhile();
  }
  for (const auto& periodic : periodics_) {
    if (clock_.steady_ms() < periodic->next) continue;
    periodic->next = std::numeric_limits<core::Millis>::max();  // it may come here again by a step of its own
    const bool more = periodic->work();
    periodic->next = clock_.steady_ms() + (more ? 0 : periodic->period);
    busy |= more;
    attend_meanwhile();
  }
  if (busy || wait_ms <= 0) return busy;
  core::Millis until = wait_ms;
  const core::Millis now = clock_.steady_ms();
  for (const auto& slot : slots_) {
    const core::Millis ready = std::max(slot->waiting_since + slot->spec.linger, slot->worked_at + slot->spec.rest);
    const core::Millis at = slot->waiting.empty() ? slot->next_take : ready;
    until = std::clamp<core::Millis>(at - now, 1, until);
  }
  for (const auto& periodic : periodics_) until = std::clamp<core::Millis>(periodic->next - now, 1, until);
  link::WatchList list;
  if (inbox_ != nullptr) inbox_->watch(list);
  for (link::Outbox* outbox : outboxes_) outbox->watch(list);
  list.wait(until);
  return false;
}

void StepLoop::run(const std::function<bool()>& stop) {
  static constexpr core::Millis kWaitMax = 200;
  while (!stop()) step(kWaitMax);
}

std::map<std::string, StageBacklog> StepLoop::backlog() {
  std::map<std::string, StageBacklog> result;
  std::map<store::Kind, std::vector<store::Count>> counts;  // one answer has all stages of its kind
  for (const auto& slot : slots_) {
    auto [counted, first] = counts.try_emplace(slot->spec.kind);
    if (first) counted->second = store::count_all(store_, slot->spec.kind);
    StageBacklog& sum = result[std::string(slot->spec.name)];
    for (store::Count& call : counted->second) {
      const store::Backlog& one = call.stages[slot->spec.stage];
      sum.records += one.records;
      sum.oldest_due_ms = std::max(sum.oldest_due_ms, one.oldest_due_ms);
      sum.parked += call.parked;
    }
  }
  return result;
}

void StepLoop::show_backlog() {
  for (const auto& [name, waiting] : backlog()) {
    const Labels stage = {{"stage", name}};
    metrics_.gauge("naadam_backlog_records", "records waiting at the stage", stage)
        .set(static_cast<std::int64_t>(waiting.records));
    metrics_.gauge("naadam_oldest_due_milliseconds", "how long the oldest due record has been overdue", stage)
        .set(waiting.oldest_due_ms);
    metrics_.gauge("naadam_parked_records", "records of the kind set aside", stage)
        .set(static_cast<std::int64_t>(waiting.parked));
  }
  std::size_t credit = 0;
  for (const link::Outbox* outbox : outboxes_) credit += outbox->credit();
  metrics_.gauge("naadam_credit_records", "records that may be pushed to the consumers now")
      .set(static_cast<std::int64_t>(credit));
}

}  // namespace naadam::runtime
