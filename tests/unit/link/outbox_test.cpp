#include "link/outbox.hpp"

#include "line.hpp"

namespace naadam::link {
namespace {

class OutboxTest : public Line {};

TEST_F(OutboxTest, WithoutAConsumerThereIsNoCredit) {
  const auto outbox = connect();
  outbox->step();
  EXPECT_FALSE(outbox->reserve(1));
  EXPECT_EQ(outbox->credit(), 0U);
}

TEST_F(OutboxTest, ABatchArrivesAsItWasPushed) {
  const auto inbox = bind();
  const auto outbox = connect();
  until([&] { return outbox->credit() > 0; }, inbox.get(), {outbox.get()});
  const auto reservation = outbox->reserve(3);
  ASSERT_TRUE(reservation);
  const auto trace = core::Id::from(std::string(core::kIdBytes, 't'));
  EXPECT_EQ(outbox->push(*reservation, a_batch(3), trace), Offer::kAccepted);
  until([&] { return !arrivals_.batches.empty(); }, inbox.get(), {outbox.get()});
  const auto& arrived = arrivals_.batches.front();
  EXPECT_EQ(arrived.envelope.trace, trace);
  EXPECT_EQ(arrived.frame.kind, 'e');
  EXPECT_EQ(arrived.frame.shard, 5);
  EXPECT_EQ(arrived.frame.items(), 3U);
  EXPECT_EQ(arrived.frame.bodies, "bodies");
}

TEST_F(OutboxTest, CreditRunsOutAndComesBackWhenItemsAreFinished) {
  const auto inbox = bind(100);
  const auto outbox = connect();
  until([&] { return outbox->credit() == 100; }, inbox.get(), {outbox.get()});
  const auto reservation = outbox->reserve(100);
  ASSERT_TRUE(reservation);
  EXPECT_FALSE(outbox->reserve(1));
  ASSERT_EQ(outbox->push(*reservation, a_batch(100), {}), Offer::kAccepted);
  until([&] { return !arrivals_.batches.empty(); }, inbox.get(), {outbox.get()});
  EXPECT_EQ(outbox->credit(), 0U);
  inbox->finished(arrivals_.batches.front().peer, 100);
  until([&] { return outbox->credit() == 100; }, inbox.get(), {outbox.get()});
}

TEST_F(OutboxTest, WhatIsNotPushedGoesBack) {
  const auto inbox = bind(100);
  const auto outbox = connect();
  until([&] { return outbox->credit() == 100; }, inbox.get(), {outbox.get()});
  const auto whole = outbox->reserve(60);
  outbox->unreserve(*whole);
  EXPECT_EQ(outbox->credit(), 100U);
  const auto part = outbox->reserve(60);
  EXPECT_EQ(outbox->push(*part, a_batch(10), {}), Offer::kAccepted);
  EXPECT_EQ(outbox->credit(), 90U);
}

TEST_F(OutboxTest, AfterTheConsumerRestartsOldReservationsAreWorthNothing) {
  beat_ms_ = kShortBeatMs;
  auto inbox = bind(100);
  const auto outbox = connect();
  until([&] { return outbox->credit() == 100; }, inbox.get(), {outbox.get()});
  const auto old = outbox->reserve(40);
  ASSERT_TRUE(old);
  inbox.reset();
  inbox = bind(100);
  until([&] { return outbox->stats().sessions == 2; }, inbox.get(), {outbox.get()});
  EXPECT_EQ(outbox->push(*old, a_batch(40), {}), Offer::kNoCredit);
  outbox->unreserve(*old);
  EXPECT_EQ(outbox->credit(), 100U);
}

TEST_F(OutboxTest, WhileTheConsumerIsAwayThereIsNoPeer) {
  beat_ms_ = kShortBeatMs;
  auto inbox = bind(100);
  const auto outbox = connect();
  until([&] { return outbox->credit() == 100; }, inbox.get(), {outbox.get()});
  const auto reservation = outbox->reserve(40);
  inbox.reset();
  until([&] { return outbox->credit() == 0; }, nullptr, {outbox.get()});
  EXPECT_EQ(outbox->push(*reservation, a_batch(40), {}), Offer::kNoPeer);
}

TEST_F(OutboxTest, ARestartedSenderGetsTheWholeWindowAgain) {
  beat_ms_ = kShortBeatMs;
  const auto inbox = bind(100);
  auto outbox = connect();
  until([&] { return outbox->credit() == 100; }, inbox.get(), {outbox.get()});
  const auto reservation = outbox->reserve(100);
  outbox->push(*reservation, a_batch(100), {});
  outbox = connect();
  until([&] { return outbox->credit() == 100; }, inbox.get(), {outbox.get()});
  EXPECT_EQ(inbox->stats().peers, 1U);
}

TEST_F(OutboxTest, TwoSendersShareTheWindow) {
  const auto inbox = bind(100);
  const auto one = connect("one");
  const auto two = connect("two");
  until([&] { return one->credit() == 50 && two->credit() == 50; }, inbox.get(), {one.get(), two.get()});
}

TEST_F(OutboxTest, AFullSocketIsSeenAtTheReservationAndNotAtThePush) {
  InboxOptions narrow;
  narrow.endpoint = endpoint_;
  narrow.heartbeat_ms = 60'000;
  narrow.receive_frames_max = 1;
  const auto inbox = bind_inbox(context_, narrow, clock_);
  ASSERT_TRUE(inbox);
  OutboxOptions options;
  options.name = "sender";
  options.endpoints = {endpoint_};
  options.heartbeat_ms = 60'000;
  options.send_frames_max = 1;
  const auto outbox = connect_outbox(context_, options, clock_);
  until([&] { return (*outbox)->credit() > 0; }, inbox->get(), {outbox->get()});
  const std::string body(core::limits::kBodyBytesMax, 'b');
  auto batch = a_batch(1);
  batch.bodies = body;
  while (const auto reservation = (*outbox)->reserve(1)) {
    ASSERT_EQ((*outbox)->push(*reservation, batch, {}), Offer::kAccepted);
  }
  EXPECT_GT((*outbox)->credit(), 0U);
}

TEST_F(OutboxTest, ASilentConsumerLosesItsCredit) {
  beat_ms_ = kShortBeatMs;
  const auto inbox = bind(100);
  const auto outbox = connect();
  until([&] { return outbox->credit() == 100; }, inbox.get(), {outbox.get()});
  until([&] { return outbox->credit() == 0; }, nullptr, {outbox.get()});  // the inbox no longer steps
}

TEST_F(OutboxTest, AFatalRefusalEndsTheSession) {
  auto consumer = raw(zmq::socket_type::router);
  consumer.bind(endpoint_);
  const auto outbox = connect();
  zmq::message_t address;
  const auto hello = [&] {
    zmq::message_t frame;
    return consumer.recv(address, zmq::recv_flags::dontwait) && consumer.recv(frame, zmq::recv_flags::dontwait);
  };
  until(hello, nullptr, {outbox.get()});
  consumer.send(zmq::buffer(address.to_string()), zmq::send_flags::sndmore);
  consumer.send(zmq::buffer(wire::encode({}, wire::Refusal{wire::RefusalCode::kVersion, 2, "newer"})));
  until([&] { return outbox->stats().refused == 1; }, nullptr, {outbox.get()});
  EXPECT_EQ(outbox->credit(), 0U);
}

TEST_F(OutboxTest, RubbishFromAConsumerIsCountedAndHarmless) {
  auto consumer = raw(zmq::socket_type::router);
  consumer.bind(endpoint_);
  const auto outbox = connect();
  zmq::message_t address;
  until([&] { return consumer.recv(address, zmq::recv_flags::dontwait).has_value(); }, nullptr, {outbox.get()});
  consumer.send(zmq::buffer(address.to_string()), zmq::send_flags::sndmore);
  consumer.send(zmq::str_buffer("rubbish"));
  until([&] { return outbox->stats().bad_frames == 1; }, nullptr, {outbox.get()});
}

TEST_F(OutboxTest, OnceClosedEveryPushIsClosed) {
  const auto inbox = bind(100);
  const auto outbox = connect();
  until([&] { return outbox->credit() == 100; }, inbox.get(), {outbox.get()});
  const auto reservation = outbox->reserve(1);
  outbox->close();
  EXPECT_EQ(outbox->push(*reservation, a_batch(1), {}), Offer::kClosed);
  EXPECT_FALSE(outbox->reserve(1));
}

TEST_F(OutboxTest, OptionsOutsideTheirRangeAreRefused) {
  const auto refused = [&](auto change) {
    OutboxOptions options;
    options.name = "sender";
    options.endpoints = {endpoint_};
    change(options);
    return !connect_outbox(context_, options, clock_);
  };
  EXPECT_FALSE(refused([](auto&) {}));
  EXPECT_TRUE(refused([](auto& o) { o.name = ""; }));
  EXPECT_TRUE(refused([](auto& o) { o.name = std::string(wire::kPeerNameBytesMax + 1, 'n'); }));
  EXPECT_TRUE(refused([](auto& o) { o.heartbeat_ms = 9; }));
  EXPECT_TRUE(refused([](auto& o) { o.send_frames_max = 0; }));
  EXPECT_TRUE(refused([](auto& o) { o.endpoints = {std::string("tcp://127.0.0.1:5555")}; }));
  EXPECT_TRUE(refused([](auto& o) { o.endpoints = {std::string("ipc://relative")}; }));
  EXPECT_TRUE(refused([](auto& o) { o.endpoints = {"ipc:///" + std::string(120, 'x')}; }));
}

}  // namespace
}  // namespace naadam::link
