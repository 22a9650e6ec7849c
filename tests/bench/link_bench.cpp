// What the link carries: batches of 200 records from one sender to one consumer, each in a thread of its own with a
// context of its own, over ipc and over tcp with CURVE and the allow-list.
#include <benchmark/benchmark.h>

#include <atomic>
#include <thread>
#include <zmq.hpp>

#include "core/limits.hpp"
#include "link/gate.hpp"
#include "link/inbox.hpp"
#include "link/outbox.hpp"
#include "support/redis.hpp"

namespace naadam {
namespace {

constexpr std::size_t kItems = core::limits::kBatchItems;
constexpr std::size_t kBodyBytes = 300;  // of a record, about what a sealed claim takes

class Consumer {
 public:
  Consumer(const std::string& endpoint, const std::filesystem::path& keys) {
    link::InboxOptions options;
    options.endpoint = endpoint;
    if (!keys.empty()) {
      own = link::make_key_pair();
      gate_ = std::move(*link::Gate::open(context_, {keys / "allowed", 2'000, {}}, clock_));
      options.guard = {gate_.get(), own, {"intake"}, {}};
    }
    inbox_ = std::move(*link::bind_inbox(context_, options, clock_));
    address = inbox_->address();
    thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
  }

  std::string address;
  link::KeyPair own;
  std::atomic<std::uint64_t> items = 0;

 private:
  void run(const std::stop_token& stop) {
    link::Arrivals arrivals;
    link::WatchList list;
    while (!stop.stop_requested()) {
      arrivals.clear();
      if (inbox_->receive(arrivals, 64) == 0) {
        list.clear();
        inbox_->watch(list);
        list.wait(5);
      }
      for (const auto& batch : arrivals.batches) {
        inbox_->finished(batch.peer, batch.frame.items());
        items += batch.frame.items();
      }
    }
  }

  core::SystemClock clock_;
  zmq::context_t context_;
  std::unique_ptr<link::Gate> gate_;
  std::unique_ptr<link::Inbox> inbox_;
  std::jthread thread_;
};

wire::BatchFrame a_batch(const std::string& bytes) {
  wire::BatchFrame frame;
  frame.kind = 'e';
  frame.ids = std::string_view(bytes).substr(0, kItems * core::kIdBytes);
  frame.revs = std::string_view(bytes).substr(0, kItems * core::kRevBytes);
  frame.bodies = bytes;
  return frame;
}

void carry(benchmark::State& state, bool curve) {
  const support::TempDir dir;
  std::optional<link::KeyPair> keys;
  if (curve) {
    (void)link::make_key_files(dir.path(), "intake", "bench");
    keys = *link::read_key_pair(dir.path() / "secret" / "intake" / "bench.key");
  }
  Consumer consumer(curve ? "tcp://127.0.0.1:0" : "ipc://" + (dir.path() / "in.ipc").string(),
                    curve ? dir.path() : std::filesystem::path());
  const core::SystemClock clock;
  zmq::context_t context;
  link::OutboxOptions options;
  options.name = "bench";
  options.endpoints = {link::Endpoint(consumer.address, consumer.own.public_key)};
  options.keys = keys;
  const auto outbox = std::move(*link::connect_outbox(context, options, clock));
  const std::string bytes(kItems * kBodyBytes, 'b');
  link::WatchList list;
  std::uint64_t pushed = 0;
  while (state.KeepRunning()) {
    while (true) {
      outbox->step();
      if (const auto reservation = outbox->reserve(kItems)) {
        if (outbox->push(*reservation, a_batch(bytes), {}) == link::Offer::kAccepted) break;
      }
      list.clear();
      outbox->watch(list);
      list.wait(1);
    }
    pushed += kItems;
  }
  while (consumer.items < pushed) std::this_thread::yield();
  state.SetItemsProcessed(static_cast<std::int64_t>(pushed));
  state.SetBytesProcessed(static_cast<std::int64_t>(pushed * (kBodyBytes + core::kIdBytes + core::kRevBytes)));
}

BENCHMARK_CAPTURE(carry, ipc, false)->UseRealTime();
BENCHMARK_CAPTURE(carry, tcp_curve, true)->UseRealTime();

}  // namespace
}  // namespace naadam

BENCHMARK_MAIN();
