// The loop every service runs: receive or take, decide, write, push. Pushes and takes end in the same handler, so
// start-up, recovery, retry, delay and parking are one path, exercised all the time.
//
// What the loop does for a handler: collects its batches from the inbox and from the store's due sets, lingers under
// bulk load until a call is worth its price, sets records aside whose check does not hold or whose attempts are used
// up, gives credit back, and when a handler throws retries its batches one by one before it leaves them to the store.
// A batch that the store hands out once more without progress is handled alone, and its attempt counted just before: a
// record that ends the process takes nobody with it.
// Thread: one loop, one thread.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.hpp"
#include "link/inbox.hpp"
#include "link/outbox.hpp"
#include "runtime/ask_body.hpp"
#include "runtime/metrics.hpp"
#include "store/store.hpp"

namespace naadam::runtime {

class StepLoop;

// Thrown by a handler when the store or a peer could not be reached, or has no time for more: no fault of the records,
// so no attempt of theirs. What was written before stays written; the rest is due again after `wait`.
struct NotNow : std::runtime_error {
  static constexpr core::Millis kSoon = 1'000;
  explicit NotNow(const std::string& cause, core::Millis wait_ms = kSoon) : std::runtime_error(cause), wait(wait_ms) {}
  core::Millis wait;
};

// What consumes one stage of one kind.
class StageHandler {
 public:
  struct Spec {
    std::string_view name;  // of its metrics
    store::Kind kind = store::Kind::kEntry;
    store::Stage stage = 0;
    core::Millis lease = 4'000;    // [1000, 600000] how long taken records are ours
    std::size_t gather_items = 1;  // under bulk load, wait for so many ...
    core::Millis linger = 0;       // ... but no longer than this, ms
    // Records that trickle in wait until it is so long since the last went, ms: for what nobody looks at, since larger
    // calls cost the store less. What comes after a rest, or in bulk, does not wait.
    core::Millis rest = 0;
    // No shorter than any wait that is asked for at this stage, see store::Take: by this a store's clock that is set
    // back is noticed. What waits for a moment of less than that waits the longer.
    core::Millis wait_max = 60'000;
  };

  virtual ~StageHandler() = default;
  virtual Spec spec() const = 0;
  // Decides about the records and writes. Every batch is of one shard and well formed, every check holds. What is not
  // advanced stays due after its lease. May throw std::exception for a record it cannot bear, and
  // NotNow.
  virtual void handle(std::vector<store::Batch>& work) = 0;
};

// The state of record i without its check.
std::string_view state_of(const store::Batch& batch, std::size_t i);

// The records of `batch` whose letter is 'd', under their new pack, revs, states and bodies.
store::Batch done_part(const store::Batch& batch, const store::Advance& advanced);

struct StageBacklog {
  std::uint64_t records = 0;
  core::Millis oldest_due_ms = 0;
  std::uint64_t parked = 0;  // of the whole kind
};

// Answers a question that is a map with another one.
using AskHandler = std::function<core::Result<Json>(const Json& ask)>;

struct StepLoopOptions {
  core::Millis take_period_ms = 200;   // [10, 60000] between looks into the due sets when nothing was there
  std::uint32_t take_room = 400;       // [1, 400] records of a shard at once
  std::uint16_t take_shards = 16;      // [1, 1024] shards asked in one go; more take turns
  std::size_t work_items_max = 6'400;  // records given to a handler at once; memory
};

class StepLoop {
 public:
  // So long into a round, and after its part under way, peers and whoever asks are attended to.
  static constexpr core::Millis kAttendMs = 100;

  // All references outlive the loop. `inbox` may be null (no peers); outboxes are stepped here, used by handlers.
  StepLoop(store::Store& store, link::Inbox* inbox, std::vector<link::Outbox*> outboxes, const core::Clock& clock,
           Metrics& metrics, StepLoopOptions options = {});
  ~StepLoop();
  StepLoop(const StepLoop&) = delete;
  StepLoop& operator=(const StepLoop&) = delete;

  void add(StageHandler& handler);
  void on_ask(std::string_view verb, AskHandler handler);
  // Runs `work` once each `period`, never overlapping itself; true = call again at once, there is more to do.
  void every(std::string name, core::Millis period, std::function<bool()> work);

  // Hands a batch to its handler here in the process: a push to oneself.
  void enqueue(store::Batch batch);

  // One round. Waits at most `wait_ms` for something to do; returns whether anything was done.
  bool step(core::Millis wait_ms);
  // What waits at each of this loop's stages, by its name; read from the store.
  std::map<std::string, StageBacklog> backlog();

  // Rounds until `stop` says so, which is asked several times a second.
  void run(const std::function<bool()>& stop);

 private:
  struct Slot;
  struct Periodic;

  Slot* slot_for(store::Kind kind, store::Stage stage);
  void attend();
  void attend_meanwhile();
  void receive();
  void answer(const link::ArrivedAsk& ask);
  bool too_late(const wire::Ask& ask);
  bool take_due(Slot& slot);
  bool work_off(Slot& slot);
  void handle(Slot& slot, std::vector<store::Batch>& work);
  void leave_to_store(Slot& slot, const store::Batch& batch, std::string_view why);
  void put_off(std::span<const store::Batch> work, core::Millis wait);
  void set_aside(Slot& slot, const store::Batch& batch, std::size_t i, std::string_view reason);
  bool keep_intact(Slot& slot, store::Batch& batch);
  void doubt(Slot& slot, std::vector<store::Batch> batches);
  bool try_doubted(Slot& slot);
  void show_backlog();

  store::Store& store_;
  link::Inbox* inbox_;
  std::vector<link::Outbox*> outboxes_;
  const core::Clock& clock_;
  Metrics& metrics_;
  StepLoopOptions options_;
  std::vector<std::unique_ptr<Slot>> slots_;
  std::vector<std::unique_ptr<Periodic>> periodics_;
  std::map<std::string, AskHandler, std::less<>> asks_;
  Counter& asked_too_late_;
  std::optional<core::Millis> store_ahead_;  // the store's clock before our steady one
  link::Arrivals arrivals_;
  core::Millis attended_at_ = 0;
};

// The way to the consumer of a stage: reserve credit, commit, push. A share goes without a push on purpose (due at once
// instead), so that the slow path is walked every day. `outbox` may be null: then everything goes by the store.
class Forward {
 public:
  Forward(link::Outbox* outbox, double drop_percent, core::Millis lease, std::uint64_t seed)
      : outbox_(outbox),
        drop_per_million_(static_cast<std::uint32_t>(drop_percent * 10'000)),
        lease_(lease),
        random_(seed | 1) {}

  // The same way without dropped pushes, for what somebody waits for at a screen.
  Forward without_drops() const { return {outbox_, 0, lease_, random_}; }

  struct Way {
    std::optional<link::Reservation> reservation;
    core::Millis wait = 0;  // of the commit: a lease where a push will follow, else due now
  };
  Way reserve(std::size_t items);
  // Records that could be pushed now.
  std::size_t credit() const { return outbox_ == nullptr ? 0 : outbox_->credit(); }
  // After the commit: pushes what was done; gives the credit back where nothing was.
  void push(const Way& way, const store::Batch& done);

 private:
  bool drop();

  link::Outbox* outbox_;
  std::uint32_t drop_per_million_;
  core::Millis lease_;
  std::uint64_t random_;
};

}  // namespace naadam::runtime
