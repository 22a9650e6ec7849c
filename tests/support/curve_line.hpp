// A tcp inbox behind its gate, an honest sender, and whoever else a test lets knock: real sockets, keys in a directory
// of the test's own.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>
#include <zmq.hpp>

#include "core/clock.hpp"
#include "core/limits.hpp"
#include "link/asker.hpp"
#include "link/curve_keys.hpp"
#include "link/gate.hpp"
#include "link/inbox.hpp"
#include "link/outbox.hpp"
#include "support/redis.hpp"
#include "wire/envelope.hpp"

namespace naadam::support {

// The system's clock, which a test may put forward.
class ShiftedClock final : public core::Clock {
 public:
  core::Millis steady_ms() const override { return clock_.steady_ms() + shift_; }
  void forward(core::Millis by) { shift_ += by; }

 private:
  core::SystemClock clock_;
  std::atomic<core::Millis> shift_ = 0;
};

class CurveLine : public testing::Test {
 protected:
  static constexpr core::Millis kPatienceMs = 10'000;  // a test that waits this long has failed
  static constexpr core::Millis kBeatMs = 300;         // three of them outlast sealing a frame of the largest size

  CurveLine() {
    intake_ = allow("intake", "one");
    operator_ = allow("operator", "one");
    service_ = link::make_key_pair();
    auto gate = link::Gate::open(context_, {keys_dir() / "allowed", 5'000, [this](const auto& r) { hear(r); }}, clock_);
    EXPECT_TRUE(gate) << gate.error().cause;
    gate_ = std::move(*gate);
    link::InboxOptions options;
    options.endpoint = "tcp://127.0.0.1:0";
    options.heartbeat_ms = kBeatMs;
    options.guard = {gate_.get(), service_, {"intake"}, {"operator"}};
    auto inbox = link::bind_inbox(context_, options, clock_);
    EXPECT_TRUE(inbox) << inbox.error().cause;
    inbox_ = std::move(*inbox);
  }

  std::filesystem::path keys_dir() const { return dir_.path() / "link"; }
  link::Endpoint endpoint() const { return {inbox_->address(), service_.public_key}; }

  link::KeyPair allow(const std::string& role, const std::string& name) const {
    EXPECT_TRUE(link::make_key_files(keys_dir(), role, name));
    return *link::read_key_pair(keys_dir() / "secret" / role / (name + ".key"));
  }

  std::unique_ptr<link::Outbox> sender(const link::KeyPair& keys) {
    link::OutboxOptions options;
    options.name = "sender";
    options.endpoints = {endpoint()};
    options.keys = keys;
    options.heartbeat_ms = kBeatMs;
    auto outbox = link::connect_outbox(context_, options, clock_);
    EXPECT_TRUE(outbox) << outbox.error().cause;
    return std::move(*outbox);
  }

  // A socket of somebody's own, connected, with CURVE as ZeroMQ does it.
  zmq::socket_t visitor(const link::KeyPair& keys) { return visitor(keys, context_); }
  zmq::socket_t visitor(const link::KeyPair& keys, zmq::context_t& context) {
    return visitor(keys, context, service_.public_key);
  }
  zmq::socket_t visitor(const link::KeyPair& keys, zmq::context_t& context, const std::string& server_key) {
    zmq::socket_t socket(context, zmq::socket_type::dealer);
    socket.set(zmq::sockopt::linger, 0);
    socket.set(zmq::sockopt::curve_serverkey, server_key);
    socket.set(zmq::sockopt::curve_publickey, keys.public_key);
    socket.set(zmq::sockopt::curve_secretkey, keys.secret_key);
    socket.connect(inbox_->address());
    return socket;
  }

  // What anybody would like to have taken in.
  static void say_all(zmq::socket_t& socket) {
    (void)socket.send(zmq::buffer(wire::encode({}, wire::Hello{7, 0, 0, "stranger"})), zmq::send_flags::dontwait);
    (void)socket.send(zmq::buffer(wire::encode({}, wire::Batch{1, a_batch(1)})), zmq::send_flags::dontwait);
    (void)socket.send(zmq::buffer(wire::encode({}, wire::Ask{"status", {}})), zmq::send_flags::dontwait);
  }

  void until(const std::function<bool()>& done, std::initializer_list<link::Outbox*> outboxes = {}) {
    const core::SystemClock real;
    const auto deadline = core::Deadline::in(real, kPatienceMs);
    link::WatchList list;
    while (true) {
      inbox_->receive(arrivals_, 64);
      for (auto* outbox : outboxes) outbox->step();
      if (done()) return;
      ASSERT_GT(deadline.left(real), 0) << "still waiting";
      list.clear();
      inbox_->watch(list);
      for (auto* outbox : outboxes) outbox->watch(list);
      list.wait(10);
    }
  }

  // One more batch from a sender that is let in.
  void pass_one(link::Outbox& outbox) {
    until([&] { return outbox.credit() > 0; }, {&outbox});
    const auto reservation = outbox.reserve(1);
    ASSERT_TRUE(reservation);
    ASSERT_EQ(outbox.push(*reservation, a_batch(1), {}), link::Offer::kAccepted);
    const std::size_t before = arrivals_.batches.size();
    until([&] { return arrivals_.batches.size() > before; }, {&outbox});
  }

  static wire::BatchFrame a_batch(std::size_t items) {
    static const std::string column(core::limits::kCallItemsMax * core::kIdBytes, 'c');
    wire::BatchFrame frame;
    frame.kind = 'e';
    frame.ids = std::string_view(column).substr(0, items * core::kIdBytes);
    frame.revs = std::string_view(column).substr(0, items * core::kRevBytes);
    frame.states = "states";
    frame.bodies = "bodies";
    return frame;
  }

  // Audit lines so far.
  std::vector<link::Refused> lines() const {
    const std::lock_guard lock(mutex_);
    return lines_;
  }
  std::size_t lines(link::RefusedFor why) const {
    const auto all = lines();
    return static_cast<std::size_t>(std::ranges::count(all, why, &link::Refused::why));
  }

  ShiftedClock clock_;
  TempDir dir_;
  mutable std::mutex mutex_;  // guards lines_: the gate has a thread of its own
  std::vector<link::Refused> lines_;
  zmq::context_t context_;
  link::KeyPair service_;
  link::KeyPair intake_;
  link::KeyPair operator_;
  std::unique_ptr<link::Gate> gate_;
  std::unique_ptr<link::Inbox> inbox_;
  link::Arrivals arrivals_;

 private:
  void hear(const link::Refused& refused) {
    const std::lock_guard lock(mutex_);
    lines_.push_back(refused);
  }
};

}  // namespace naadam::support
