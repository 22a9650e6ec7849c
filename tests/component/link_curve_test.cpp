// Who knocks at a tcp inbox and must not get in: each leaves one audit line and delivers nothing, while the traffic of
// those who are let in goes on.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "support/curve_line.hpp"

namespace naadam {
namespace {

using link::RefusedFor;

class LinkCurve : public support::CurveLine {
 protected:
  LinkCurve() : honest_(sender(intake_)) { pass_one(*honest_); }

  // After somebody was refused for `why`: one line, nothing from them, and the honest sender is served.
  void expect_kept_out(RefusedFor why) {
    until([&] { return !lines().empty(); }, {honest_.get()});
    pass_one(*honest_);
    std::vector<std::string_view> told;
    for (const auto& line : lines()) told.push_back(name_of(line.why));
    EXPECT_EQ(told, std::vector{name_of(why)});
    EXPECT_EQ(arrivals_.batches.size(), 2U);  // both of them honest
    EXPECT_TRUE(arrivals_.asks.empty());
    EXPECT_EQ(inbox_->stats().peers, 1U);
  }

  // Sends `bytes` over plain TCP and waits for the other end to hang up.
  void send_plain(const std::string& bytes) {
    const std::string address = inbox_->address();
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    to.sin_port = htons(static_cast<std::uint16_t>(std::stoi(address.substr(address.rfind(':') + 1))));
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    ASSERT_GE(fd, 0);
    ASSERT_EQ(::connect(fd, reinterpret_cast<const sockaddr*>(&to), sizeof to), 0);
    ASSERT_EQ(::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL), static_cast<ssize_t>(bytes.size()));
    char rest = 0;
    while (::recv(fd, &rest, 1, 0) > 0) {
    }
    ::close(fd);
  }

  zmq::context_t elsewhere_;  // whose thread seals large frames, so that the honest sender's beats go on
  std::unique_ptr<link::Outbox> honest_;
};

TEST_F(LinkCurve, AStrangersKeyIsRefused) {
  const auto keys = link::make_key_pair();
  auto stranger = visitor(keys);
  say_all(stranger);
  expect_kept_out(RefusedFor::kStranger);
  EXPECT_EQ(lines().front().key, keys.public_key.substr(0, 8));
  EXPECT_EQ(lines().front().from, "127.0.0.1");
}

TEST_F(LinkCurve, TheRightKeyInAnotherRoleIsRefused) {
  const auto keys = allow("scoring", "one");
  ASSERT_TRUE(gate_->reload());
  auto other = visitor(keys);
  say_all(other);
  expect_kept_out(RefusedFor::kRole);
  EXPECT_EQ(lines().front().role, "scoring");
}

TEST_F(LinkCurve, WhoMayOnlyAskCannotPush) {
  auto asker = visitor(operator_);
  asker.send(zmq::buffer(wire::encode({}, wire::Hello{7, 0, 0, "operator"})));
  asker.send(zmq::buffer(wire::encode({}, wire::Batch{1, a_batch(1)})));
  expect_kept_out(RefusedFor::kRole);
  EXPECT_EQ(lines().front().role, "operator");
}

TEST_F(LinkCurve, WhoMayOnlyPushCannotAsk) {
  auto pusher = visitor(intake_);
  pusher.send(zmq::buffer(wire::encode({}, wire::Ask{"status", {}})));
  expect_kept_out(RefusedFor::kRole);
  EXPECT_EQ(lines().front().role, "intake");
}

TEST_F(LinkCurve, ARevokedKeyIsRefusedAtTheDoor) {
  const auto keys = allow("intake", "two");
  ASSERT_TRUE(gate_->reload());
  ASSERT_TRUE(link::revoke_key(keys_dir(), "intake", "two"));
  ASSERT_TRUE(gate_->reload());
  auto former = visitor(keys);
  say_all(former);
  expect_kept_out(RefusedFor::kRevoked);
}

TEST_F(LinkCurve, WhileAKeyChangesTheOldAndTheNewAreLetInUntilTheOldIsRevoked) {
  const auto old_keys = allow("intake", "two");
  const auto next = link::make_successor(keys_dir(), "intake", "two");
  ASSERT_TRUE(next) << next.error().cause;
  const auto new_keys = link::read_key_pair(keys_dir() / "secret" / "intake" / (next->name + ".key"));
  ASSERT_TRUE(new_keys) << new_keys.error().cause;
  ASSERT_TRUE(gate_->reload());
  const auto former = sender(old_keys), latter = sender(*new_keys);
  until([&] { return former->credit() > 0 && latter->credit() > 0; }, {honest_.get(), former.get(), latter.get()});
  ASSERT_TRUE(link::revoke_key(keys_dir(), "intake", "two"));
  ASSERT_TRUE(gate_->reload());
  pass_one(*latter);
  EXPECT_EQ(lines(RefusedFor::kStranger), 0U);
  auto again = visitor(old_keys);
  say_all(again);
  until([&] { return lines(RefusedFor::kRevoked) > 0; }, {latter.get()});
}

TEST_F(LinkCurve, FramesOfAKeyRevokedMeanwhileAreDroppedFromTheNextReadingOn) {
  const auto keys = allow("intake", "two");
  ASSERT_TRUE(gate_->reload());
  const auto other = sender(keys);
  until([&] { return other->credit() > 0; }, {honest_.get(), other.get()});
  const auto reservation = other->reserve(1);
  ASSERT_TRUE(link::revoke_key(keys_dir(), "intake", "two"));
  ASSERT_TRUE(gate_->reload());
  ASSERT_EQ(other->push(*reservation, a_batch(1), {}), link::Offer::kAccepted);  // the connection is still there
  expect_kept_out(RefusedFor::kRevoked);
  EXPECT_GE(inbox_->stats().turned_away, 1U);
}

TEST_F(LinkCurve, ANullPeerIsRefused) {
  zmq::socket_t stranger(context_, zmq::socket_type::dealer);
  stranger.set(zmq::sockopt::linger, 0);
  stranger.connect(inbox_->address());
  say_all(stranger);
  expect_kept_out(RefusedFor::kMechanism);
}

TEST_F(LinkCurve, APlainPeerIsRefused) {
  zmq::socket_t stranger(context_, zmq::socket_type::dealer);
  stranger.set(zmq::sockopt::linger, 0);
  stranger.set(zmq::sockopt::plain_username, "admin");
  stranger.set(zmq::sockopt::plain_password, "admin");
  stranger.connect(inbox_->address());
  say_all(stranger);
  expect_kept_out(RefusedFor::kMechanism);
}

TEST_F(LinkCurve, APeerThatMistookTheServersKeyIsRefused) {
  auto stranger = visitor(intake_, context_, link::make_key_pair().public_key);
  say_all(stranger);
  expect_kept_out(RefusedFor::kHandshake);
}

TEST_F(LinkCurve, AnHttpRequestIsRefused) {
  send_plain("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
  expect_kept_out(RefusedFor::kNotOurs);
}

TEST_F(LinkCurve, NoiseIsRefused) {
  std::string noise;
  for (unsigned i = 0, x = 12'345; i < 4'096; ++i) noise += static_cast<char>((x = x * 1'103'515'245U + 12'345U) >> 16);
  send_plain(noise);
  expect_kept_out(RefusedFor::kNotOurs);
}

TEST_F(LinkCurve, AnOversizedFrameIsRefused) {
  const auto keys = allow("intake", "two");
  ASSERT_TRUE(gate_->reload());
  auto peer = visitor(keys, elsewhere_);
  peer.send(zmq::buffer(std::string(core::limits::kFrameBytesMax + 1, 'x')));
  expect_kept_out(RefusedFor::kOversized);
  EXPECT_EQ(lines().front().role, "intake");
}

TEST_F(LinkCurve, AFrameBeyondWhatZeroMqTakesEndsItsConnection) {
  const auto keys = allow("intake", "two");
  ASSERT_TRUE(gate_->reload());
  auto peer = visitor(keys, elsewhere_);
  zmq_socket_monitor(peer.handle(), "inproc://ended", ZMQ_EVENT_DISCONNECTED);
  zmq::socket_t ended(elsewhere_, zmq::socket_type::pair);
  ended.connect("inproc://ended");
  peer.send(zmq::buffer(std::string(2 * core::limits::kFrameBytesMax + 1, 'x')));
  zmq::message_t event;
  until([&] { return ended.recv(event, zmq::recv_flags::dontwait).has_value(); }, {honest_.get()});
  pass_one(*honest_);
  EXPECT_EQ(arrivals_.batches.size(), 2U);
  EXPECT_EQ(inbox_->stats().bad_frames, 0U);
}

TEST_F(LinkCurve, WithoutAGateNobodyComesIn) {
  gate_.reset();
  auto late = visitor(intake_);
  say_all(late);
  until([&] { return lines(RefusedFor::kNoGate) > 0; });
  EXPECT_EQ(lines(RefusedFor::kNoGate), 1U);
  EXPECT_EQ(arrivals_.batches.size(), 1U);
  EXPECT_TRUE(arrivals_.asks.empty());
}

TEST_F(LinkCurve, WhenTheGateDiesThoseInsideAreNoLongerServed) {
  const auto reservation = honest_->reserve(1);
  gate_.reset();
  ASSERT_EQ(honest_->push(*reservation, a_batch(1), {}), link::Offer::kAccepted);
  until([&] { return lines(RefusedFor::kNoList) > 0; }, {honest_.get()});
  EXPECT_EQ(lines(RefusedFor::kNoList), 1U);
  EXPECT_EQ(arrivals_.batches.size(), 1U);
  EXPECT_EQ(inbox_->stats().peers, 0U);
}

TEST_F(LinkCurve, AListThatOthersMayChangeLetsNobodyIn) {
  const auto reservation = honest_->reserve(1);
  std::filesystem::permissions(keys_dir() / "allowed", std::filesystem::perms::group_write,
                               std::filesystem::perm_options::add);
  EXPECT_FALSE(gate_->reload());
  ASSERT_EQ(honest_->push(*reservation, a_batch(1), {}), link::Offer::kAccepted);
  until([&] { return inbox_->stats().turned_away > 0; }, {honest_.get()});
  EXPECT_EQ(lines(RefusedFor::kNoList), 1U);
  EXPECT_EQ(arrivals_.batches.size(), 1U);
}

TEST_F(LinkCurve, ManyStrangersLeaveOneLine) {
  for (int i = 0; i < 50; ++i) {
    const auto before = gate_->refusals()->count(RefusedFor::kStranger);
    auto stranger = visitor(link::make_key_pair());
    say_all(stranger);
    until([&] { return gate_->refusals()->count(RefusedFor::kStranger) > before; }, {honest_.get()});
  }
  EXPECT_EQ(lines().size(), 1U);
  inbox_.reset();
  gate_.reset();
  EXPECT_EQ(lines().back().repeated, 48U);
}

}  // namespace
}  // namespace naadam
