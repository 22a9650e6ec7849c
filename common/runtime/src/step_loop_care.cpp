// StepLoop's care for what goes wrong: a handler that throws, one that ends the process, a record that is damaged.
#include <algorithm>
#include <exception>

#include "core/limits.hpp"
#include "runtime/log.hpp"
#include "runtime/step_loop.hpp"
#include "step_slot.hpp"

namespace naadam::runtime {
namespace {

constexpr core::Millis kFailedWait = 1'000;  // before a batch over which a handler threw is due again
constexpr std::size_t kDoubtedAtOnce = 16;   // batches tried in one round; what is not in doubt goes on meanwhile

store::Defer deferred(const store::Batch& batch, core::Millis wait, int attempts_change) {
  return {.kind = batch.kind,
          .stage = batch.stage,
          .shard = batch.shard,
          .pack = batch.pack,
          .wait = wait,
          .attempts_change = attempts_change,
          .answer = {}};
}

}  // namespace

void StepLoop::set_aside(Slot& slot, const store::Batch& batch, std::size_t i, std::string_view reason) {
  store::Park call;
  call.kind = batch.kind;
  call.stage = batch.stage;
  call.shard = batch.shard;
  call.ids = batch.id_bytes(i);
  call.expected = std::string_view(batch.revs).substr(i * core::kRevBytes, core::kRevBytes);
  call.reason = reason;
  store_.park({&call, 1});
  slot.parked->add();
  log_error("record.parked", {{"record", batch.id(i)}, {"stage", Safe{slot.spec.name}}, {"reason", Safe{reason}}});
}

// Sets records aside whose check does not hold; the rest of the batch stays as it was.
bool StepLoop::keep_intact(Slot& slot, store::Batch& batch) {
  const std::size_t n = batch.size();
  std::vector<std::size_t> broken;
  for (std::size_t i = 0; i < n; ++i) {
    if (!store::open_check(batch.state(i), batch.id_bytes(i), batch.rev(i), batch.body(i)).ok) broken.push_back(i);
  }
  if (broken.empty()) return true;
  store::Batch rest;
  store::ColumnBuilder states(n);
  store::ColumnBuilder bodies(n);
  for (std::size_t i = 0; i < n; ++i) {
    if (std::binary_search(broken.begin(), broken.end(), i)) {
      set_aside(slot, batch, i, "check does not hold");
      continue;
    }
    rest.ids.append(batch.id_bytes(i));
    rest.revs.append(batch.revs, i * core::kRevBytes, core::kRevBytes);
    states.add(batch.state(i));
    bodies.add(batch.body(i));
  }
  batch.ids = std::move(rest.ids);
  batch.revs = std::move(rest.revs);
  batch.states = states.finish();
  batch.bodies = bodies.finish();
  return batch.size() > 0;
}

void StepLoop::leave_to_store(Slot& slot, const store::Batch& batch, std::string_view why) {
  slot.failed->add();
  log_error("step.failed", {{"stage", Safe{slot.spec.name}},
                            {"shard", batch.shard},
                            {"items", batch.size()},
                            {"attempts", batch.attempts},
                            {"cause", Safe{why}},
                            {"next", "retry_smaller"}});
  store::Defer call = deferred(batch, kFailedWait, batch.attempts == 0 ? 1 : 0);
  store_.defer({&call, 1});
}

void StepLoop::put_off(std::span<const store::Batch> work, core::Millis wait) {
  std::vector<store::Defer> calls;
  calls.reserve(work.size());
  for (const store::Batch& batch : work) calls.push_back(deferred(batch, wait, batch.attempts == 0 ? 0 : -1));
  store_.defer(calls);
}

void StepLoop::handle(Slot& slot, std::vector<store::Batch>& work) {
  const Timed timed(*slot.work_us);
  try {
    slot.handler->handle(work);
    return;
  } catch (const NotNow& e) {
    log_warn("step.not_now", {{"stage", Safe{slot.spec.name}}, {"cause", Safe{e.what()}}, {"next", "later"}});
    put_off(work, e.wait);
    return;
  } catch (const std::exception& e) {
    if (work.size() == 1) return leave_to_store(slot, work.front(), e.what());
  }
  for (store::Batch& batch : work) {
    std::vector<store::Batch> one{batch};
    try {
      slot.handler->handle(one);
    } catch (const NotNow& e) {
      put_off({&batch, 1}, e.wait);
    } catch (const std::exception& e) {
      leave_to_store(slot, batch, e.what());
    }
  }
}

// Whoever is handled together with a record that ends the process would share its attempts and in the end be parked
// with it. So a batch that came back is no attempt until its turn comes, and then it has the process to itself.
void StepLoop::doubt(Slot& slot, std::vector<store::Batch> batches) {
  std::vector<store::Defer> calls;
  for (store::Batch& batch : batches) {
    calls.push_back(deferred(batch, slot.spec.lease, -1));
    slot.waiting_items += batch.size();
    slot.doubted.push_back(std::move(batch));
  }
  store_.defer(calls);
}

bool StepLoop::try_doubted(Slot& slot) {
  const bool any = !slot.doubted.empty();
  for (std::size_t tried = 0; tried < kDoubtedAtOnce && !slot.doubted.empty(); ++tried) {
    std::vector<store::Batch> alone;
    alone.push_back(std::move(slot.doubted.front()));
    slot.doubted.pop_front();
    slot.waiting_items -= alone.front().size();
    slot.items->add(alone.front().size());
    store::Defer counted = deferred(alone.front(), slot.spec.lease, 1);
    store_.defer({&counted, 1});
    if (counted.answer.outcome == store::Outcome::kDone && keep_intact(slot, alone.front())) handle(slot, alone);
  }
  return any;
}

}  // namespace naadam::runtime
