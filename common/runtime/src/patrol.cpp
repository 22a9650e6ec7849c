#include "runtime/patrol.hpp"

#include <exception>
#include <utility>

#include "runtime/log.hpp"

namespace naadam::runtime {

Patrol::Patrol(store::Store& store, store::Lap beat, Visitor visitor)
    : store_(store), beat_(beat), visitor_(std::move(visitor)) {}

void Patrol::work_on(StepLoop& loop, std::string name) {
  loop.every(std::move(name), kPeriod, [this] { return step(), false; });
}

// The portion is read anew each time, so that no record is seen as it was long ago.
void Patrol::step() {
  const store::Walk portion = store::portion_at(store_, {&beat_, 1}, place_);
  if (portion.answer.outcome != store::Outcome::kDone) return;
  const std::size_t from = next_, to = next_ + kAtOnce;
  std::size_t number = 0;
  for (const store::Batch& batch : portion.batches) {
    for (std::size_t i = 0; i < batch.size(); ++i, ++number) {
      if (number >= from && number < to) visit(batch, i);
    }
  }
  next_ = to;
  if (number > to) return;
  next_ = 0;
  place_ = store::place_after(place_, portion, store_.shards());
  if (place_.lap > 0) place_ = {};
}

void Patrol::visit(const store::Batch& batch, std::size_t i) {
  if (!store::open_check(batch.state(i), batch.id_bytes(i), batch.rev(i), batch.body(i)).ok) return;  // the auditor's
  try {
    visitor_(batch, i);
  } catch (const std::exception& error) {
    log_warn("patrol.not_now", {{"record", batch.id(i)}, {"cause", Safe{error.what()}}, {"next", "next round"}});
  }
}

}  // namespace naadam::runtime
