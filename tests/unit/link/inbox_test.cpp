#include "link/inbox.hpp"

#include <sys/stat.h>

#include "line.hpp"

namespace naadam::link {
namespace {

class InboxTest : public Line {
 protected:
  // A sender written by hand: says hello and returns the session it was given.
  std::uint64_t hello(zmq::socket_t& socket, Inbox& inbox) {
    socket.send(zmq::buffer(wire::encode({}, wire::Hello{7, 0, 0, "raw"})));
    const auto bytes = await<wire::Credit>(socket, inbox);
    return std::get<wire::Credit>(wire::decode(bytes)->body).session;
  }
  wire::RefusalCode refusal(zmq::socket_t& socket, Inbox& inbox) {
    const auto bytes = await<wire::Refusal>(socket, inbox);
    return std::get<wire::Refusal>(wire::decode(bytes)->body).code;
  }
};

TEST_F(InboxTest, GarbageIsRefusedAndCounted) {
  const auto inbox = bind();
  auto peer = raw();
  peer.send(zmq::str_buffer("garbage"));
  EXPECT_EQ(refusal(peer, *inbox), wire::RefusalCode::kMalformed);
  EXPECT_EQ(inbox->stats().bad_frames, 1U);
}

TEST_F(InboxTest, AfterGarbageAPeerHasToSayHelloAgain) {
  const auto inbox = bind();
  auto peer = raw();
  const auto session = hello(peer, *inbox);
  peer.send(zmq::str_buffer("garbage"));
  refusal(peer, *inbox);
  EXPECT_EQ(inbox->stats().peers, 0U);
  peer.send(zmq::buffer(wire::encode({}, wire::Batch{session, a_batch(1)})));
  EXPECT_EQ(refusal(peer, *inbox), wire::RefusalCode::kStaleSession);
  EXPECT_NE(hello(peer, *inbox), session);
  EXPECT_TRUE(arrivals_.batches.empty());
}

TEST_F(InboxTest, AFrameOfTwoPartsIsRefused) {
  const auto inbox = bind();
  auto peer = raw();
  peer.send(zmq::str_buffer("one"), zmq::send_flags::sndmore);
  peer.send(zmq::str_buffer("two"));
  EXPECT_EQ(refusal(peer, *inbox), wire::RefusalCode::kMalformed);
}

TEST_F(InboxTest, AnotherVersionIsToldOurs) {
  const auto inbox = bind();
  auto peer = raw();
  auto bytes = wire::encode({}, wire::Hello{7, 0, 0, "raw"});
  bytes[1] = static_cast<char>(wire::kProtocolVersion + 1);  // after the array's head
  peer.send(zmq::buffer(bytes));
  const auto answer = await<wire::Refusal>(peer, *inbox);
  const auto refused = std::get<wire::Refusal>(wire::decode(answer)->body);
  EXPECT_EQ(refused.code, wire::RefusalCode::kVersion);
  EXPECT_EQ(refused.version, wire::kProtocolVersion);
}

TEST_F(InboxTest, MoreItemsThanGrantedAreRefused) {
  const auto inbox = bind(10);
  auto peer = raw();
  const auto session = hello(peer, *inbox);
  peer.send(zmq::buffer(wire::encode({}, wire::Batch{session, a_batch(11)})));
  EXPECT_EQ(refusal(peer, *inbox), wire::RefusalCode::kOverCredit);
  EXPECT_TRUE(arrivals_.batches.empty());
}

TEST_F(InboxTest, ABatchOfAnotherSessionIsRefusedAsStale) {
  const auto inbox = bind();
  auto peer = raw();
  const auto session = hello(peer, *inbox);
  peer.send(zmq::buffer(wire::encode({}, wire::Batch{session + 1, a_batch(4)})));
  EXPECT_EQ(refusal(peer, *inbox), wire::RefusalCode::kStaleSession);
  EXPECT_EQ(inbox->stats().stale_items, 4U);
  EXPECT_EQ(inbox->stats().bad_frames, 0U);
}

TEST_F(InboxTest, AFrameThatOnlyAConsumerSendsIsUnexpected) {
  const auto inbox = bind();
  auto peer = raw();
  peer.send(zmq::buffer(wire::encode({}, wire::Credit{1, 2, 3, 4})));
  EXPECT_EQ(refusal(peer, *inbox), wire::RefusalCode::kUnexpected);
}

TEST_F(InboxTest, AnOversizeFrameNeverArrivesAndOthersGoOn) {
  const auto inbox = bind();
  auto peer = raw();
  hello(peer, *inbox);
  peer.send(zmq::buffer(std::string(core::limits::kFrameBytesMax + 1, 'x')));
  const auto outbox = connect();
  until([&] { return outbox->credit() > 0; }, inbox.get(), {outbox.get()});
  const auto reservation = outbox->reserve(1);
  ASSERT_EQ(outbox->push(*reservation, a_batch(1), {}), Offer::kAccepted);
  until([&] { return arrivals_.batches.size() == 1; }, inbox.get(), {outbox.get()});
  EXPECT_EQ(inbox->stats().bad_frames, 0U);
}

TEST_F(InboxTest, ItemsLostOnTheWayGiveTheirCreditBack) {
  const auto inbox = bind(10);
  auto peer = raw();
  const auto session = hello(peer, *inbox);
  peer.send(zmq::buffer(wire::encode({}, wire::Hello{7, session, 6, "raw"})));
  std::uint64_t total = 10;  // a credit sent before may still be on its way
  const auto deadline = core::Deadline::in(clock_, kPatienceMs);
  while (total == 10 && deadline.left(clock_) > 0) {
    total = std::get<wire::Credit>(wire::decode(await<wire::Credit>(peer, *inbox))->body).total;
  }
  EXPECT_EQ(total, 16U);
  EXPECT_EQ(inbox->stats().lost_items, 6U);
}

TEST_F(InboxTest, TheSameSenderOverANewConnectionReplacesTheOld) {
  const auto inbox = bind(10);
  auto first = raw();
  const auto session = hello(first, *inbox);
  auto second = raw();
  EXPECT_NE(hello(second, *inbox), session);
  EXPECT_EQ(inbox->stats().peers, 1U);
}

TEST_F(InboxTest, ASilentPeerIsForgotten) {
  beat_ms_ = kShortBeatMs;
  const auto inbox = bind();
  auto peer = raw();
  hello(peer, *inbox);  // and was answered: it is known
  until([&] { return inbox->stats().peers == 0; }, inbox.get(), {});
}

TEST_F(InboxTest, FinishedItemsOfAForgottenPeerAreIgnored) {
  const auto inbox = bind();
  inbox->finished(12'345, 10);
  EXPECT_EQ(inbox->stats().unanswerable, 0U);
}

TEST_F(InboxTest, OnlyItsOwnerMayConnect) {
  const auto inbox = bind();
  struct stat info{};
  ASSERT_EQ(::stat((dir_.path() / "in.ipc").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600);
}

TEST_F(InboxTest, AMissingDirectoryIsMadeForItsOwnerAlone) {
  InboxOptions options;
  options.endpoint = "ipc://" + (dir_.path() / "made" / "in.ipc").string();
  ASSERT_TRUE(bind_inbox(context_, options, clock_));
  struct stat info{};
  ASSERT_EQ(::stat((dir_.path() / "made").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0700);
}

TEST_F(InboxTest, ADirectoryOpenToOthersIsRefused) {
  ASSERT_EQ(::chmod(dir_.path().c_str(), 0755), 0);
  InboxOptions options;
  options.endpoint = endpoint_;
  const auto inbox = bind_inbox(context_, options, clock_);
  ASSERT_FALSE(inbox);
  EXPECT_EQ(inbox.error().kind, core::ErrorKind::kUnavailable);
}

TEST_F(InboxTest, AnEndpointInUseIsRefused) {
  const auto inbox = bind();
  InboxOptions options;
  options.endpoint = endpoint_;
  const auto second = bind_inbox(context_, options, clock_);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, core::ErrorKind::kUnavailable);
}

TEST_F(InboxTest, OptionsOutsideTheirRangeAreRefused) {
  const auto kind = [&](auto change) {
    InboxOptions options;
    options.endpoint = endpoint_;
    change(options);
    const auto inbox = bind_inbox(context_, options, clock_);
    return inbox ? std::nullopt : std::optional(inbox.error().kind);
  };
  EXPECT_EQ(kind([](auto&) {}), std::nullopt);
  EXPECT_EQ(kind([](auto& o) { o.window_items = 0; }), core::ErrorKind::kInvalid);
  EXPECT_EQ(kind([](auto& o) { o.heartbeat_ms = 60'001; }), core::ErrorKind::kInvalid);
  EXPECT_EQ(kind([](auto& o) { o.peers_max = 4'097; }), core::ErrorKind::kInvalid);
  EXPECT_EQ(kind([](auto& o) { o.asks_open_max = 0; }), core::ErrorKind::kInvalid);
  EXPECT_EQ(kind([](auto& o) { o.receive_frames_max = 0; }), core::ErrorKind::kInvalid);
  EXPECT_EQ(kind([](auto& o) { o.endpoint = "tcp://127.0.0.1:5555"; }), core::ErrorKind::kInvalid);
}

}  // namespace
}  // namespace naadam::link
