// One end to the other over real sockets in a directory of the test's own.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>
#include <zmq.hpp>

#include "core/clock.hpp"
#include "link/inbox.hpp"
#include "link/outbox.hpp"
#include "support/redis.hpp"
#include "wire/envelope.hpp"

namespace naadam::link {

inline constexpr core::Millis kPatienceMs = 10'000;  // a test that waits this long has failed
// Three beats without a word are silence, and ZeroMQ then drops the line itself. On a busy machine a thread may get
// nothing done for longer than any short beat: so nobody falls silent in a test but where that is what it is about.
inline constexpr core::Millis kBeatMs = 2 * kPatienceMs;
inline constexpr core::Millis kShortBeatMs = 100;
inline constexpr core::Millis kLookMs = 10;

class Line : public testing::Test {
 protected:
  std::unique_ptr<Inbox> bind(std::size_t window_items = 1'000) { return bind_at(endpoint_, window_items); }

  std::unique_ptr<Inbox> bind_at(const std::string& endpoint, std::size_t window_items) {
    InboxOptions options;
    options.endpoint = endpoint;
    options.window_items = window_items;
    options.heartbeat_ms = beat_ms_;
    options.asks_open_max = 2;
    auto inbox = bind_inbox(context_, options, clock_);
    // ZeroMQ closes in its own thread: an inbox that was just destroyed may still hold the endpoint.
    for (const auto deadline = core::Deadline::in(clock_, kPatienceMs); !inbox && deadline.left(clock_) > 0;) {
      WatchList().wait(1);
      inbox = bind_inbox(context_, options, clock_);
    }
    EXPECT_TRUE(inbox) << inbox.error().cause;
    return std::move(*inbox);
  }

  std::unique_ptr<Outbox> connect(const std::string& name = "sender") { return connect_to({endpoint_}, name); }

  std::unique_ptr<Outbox> connect_to(const std::vector<Endpoint>& endpoints, const std::string& name = "sender") {
    OutboxOptions options;
    options.name = name;
    options.endpoints = endpoints;
    options.heartbeat_ms = beat_ms_;
    auto outbox = connect_outbox(context_, options, clock_);
    EXPECT_TRUE(outbox) << outbox.error().cause;
    return std::move(*outbox);
  }

  zmq::socket_t raw(zmq::socket_type type = zmq::socket_type::dealer) {
    zmq::socket_t socket(context_, type);
    socket.set(zmq::sockopt::linger, 0);
    if (type == zmq::socket_type::dealer) socket.connect(endpoint_);
    return socket;
  }

  // Steps both ends until `done`; what arrives is kept in arrivals_.
  void until(const std::function<bool()>& done, Inbox* inbox, std::initializer_list<Outbox*> outboxes) {
    until(done, inbox != nullptr ? std::vector{inbox} : std::vector<Inbox*>{}, outboxes);
  }

  void until(const std::function<bool()>& done, const std::vector<Inbox*>& inboxes,
             std::initializer_list<Outbox*> outboxes) {
    const auto deadline = core::Deadline::in(clock_, kPatienceMs);
    WatchList list;
    while (true) {
      for (auto* inbox : inboxes) inbox->receive(arrivals_, 64);
      for (auto* outbox : outboxes) outbox->step();
      if (done()) return;
      ASSERT_GT(deadline.left(clock_), 0) << "still waiting";
      list.clear();
      for (auto* inbox : inboxes) inbox->watch(list);
      for (auto* outbox : outboxes) outbox->watch(list);
      list.wait(kLookMs);
    }
  }

  // The next frame of this type that a raw socket gets while the inbox steps.
  template <class Body>
  std::string await(zmq::socket_t& socket, Inbox& inbox) {
    std::string bytes;
    const auto got = [&] {
      zmq::message_t message;
      while (socket.recv(message, zmq::recv_flags::dontwait)) {
        bytes = message.to_string();
        const auto frame = wire::decode(bytes);
        if (frame && std::holds_alternative<Body>(frame->body)) return true;
      }
      return false;
    };
    until(got, &inbox, {});
    return bytes;
  }

  static wire::BatchFrame a_batch(std::size_t items) {
    static const std::string column(core::limits::kCallItemsMax * core::kIdBytes, 'c');
    wire::BatchFrame frame;
    frame.kind = 'e';
    frame.stage = 2;
    frame.shard = 5;
    frame.ids = std::string_view(column).substr(0, items * core::kIdBytes);
    frame.revs = std::string_view(column).substr(0, items * core::kRevBytes);
    frame.states = "states";
    frame.bodies = "bodies";
    return frame;
  }

  core::Millis beat_ms_ = kBeatMs;  // of the ends made from now on
  core::SystemClock clock_;
  support::TempDir dir_;
  std::string endpoint_ = "ipc://" + (dir_.path() / "in.ipc").string();
  zmq::context_t context_;
  Arrivals arrivals_;
};

}  // namespace naadam::link
