// Those who are let in over tcp, and how a key comes to be let in.
#include "link/gate.hpp"

#include <thread>

#include "support/curve_line.hpp"

namespace naadam::link {
namespace {

class GateTest : public support::CurveLine {};

TEST_F(GateTest, TheRealPortOfTheAddressIsTold) {
  EXPECT_TRUE(inbox_->address().starts_with("tcp://127.0.0.1:"));
  EXPECT_FALSE(inbox_->address().ends_with(":0"));
}

TEST_F(GateTest, ARoleThatMayPushPushes) {
  const auto outbox = sender(intake_);
  pass_one(*outbox);
  EXPECT_TRUE(lines().empty());
}

TEST_F(GateTest, ARoleThatMayAskIsAnswered) {
  std::jthread service([&](const std::stop_token& stop) {
    Arrivals arrivals;
    while (!stop.stop_requested()) {
      WatchList list;
      inbox_->watch(list);
      list.wait(5);
      arrivals.clear();
      inbox_->receive(arrivals, 16);
      for (const auto& ask : arrivals.asks) inbox_->reply(ask, {wire::ReplyStatus::kOk, "", ask.ask.body});
    }
  });
  const auto asker = connect_asker(context_, endpoint(), clock_, operator_);
  ASSERT_TRUE(asker);
  const auto answer = (*asker)->ask("echo", "body", core::Deadline::in(clock_, kPatienceMs));
  ASSERT_TRUE(answer) << answer.error().cause;
  EXPECT_EQ(*answer, "body");
}

TEST_F(GateTest, AnAskerThatMayOnlyPushIsToldSo) {
  std::jthread service([&](const std::stop_token& stop) {
    Arrivals arrivals;
    while (!stop.stop_requested()) {
      WatchList list;
      inbox_->watch(list);
      list.wait(5);
      inbox_->receive(arrivals, 16);
    }
  });
  const auto asker = connect_asker(context_, endpoint(), clock_, intake_);
  const auto answer = (*asker)->ask("echo", "body", core::Deadline::in(clock_, kPatienceMs));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, core::ErrorKind::kRefused);
}

TEST_F(GateTest, ASenderRefusedBeforeItsKeyWasAddedGetsInAfterwards) {
  const auto keys = make_key_pair();
  const auto outbox = sender(keys);
  until([&] { return lines(RefusedFor::kStranger) > 0; }, {outbox.get()});
  std::filesystem::create_directories(keys_dir() / "allowed" / "intake");
  std::FILE* file = std::fopen((keys_dir() / "allowed" / "intake" / "late.pub").c_str(), "w");
  std::fputs((keys.public_key + "\n").c_str(), file);
  std::fclose(file);
  ASSERT_TRUE(gate_->reload());
  clock_.forward(2'000);  // when it dials again
  pass_one(*outbox);
}

TEST_F(GateTest, AKeyPutBackIsServedAgain) {
  const auto outbox = sender(intake_);
  pass_one(*outbox);
  ASSERT_TRUE(revoke_key(keys_dir(), "intake", "one"));
  ASSERT_TRUE(gate_->reload());
  until([&] { return inbox_->stats().turned_away > 0; }, {outbox.get()});
  std::filesystem::rename(keys_dir() / "revoked" / "intake" / "one.pub", keys_dir() / "allowed" / "intake" / "one.pub");
  ASSERT_TRUE(gate_->reload());
  until([&] { return outbox->stats().sessions == 2; }, {outbox.get()});
  pass_one(*outbox);
}

TEST_F(GateTest, TheThreadReadsTheListAgainByItself) {
  ASSERT_TRUE(revoke_key(keys_dir(), "intake", "one"));
  clock_.forward(5'000);
  auto anybody = visitor(operator_);  // wakes the thread
  until([&] {
    return gate_->list()->ask(intake_.public_key, std::vector<std::string>{"intake"}).standing ==
           AllowList::Standing::kRevoked;
  });
}

TEST_F(GateTest, AContextHasOneGate) {
  const auto second = Gate::open(context_, {keys_dir() / "allowed", 1'000, {}}, clock_);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, core::ErrorKind::kUnavailable);
}

TEST_F(GateTest, AnUnreadableListAtTheStartIsToldAndLetsNobodyIn) {
  zmq::context_t other;
  std::vector<RefusedFor> told;
  const auto gate =
      Gate::open(other, {keys_dir() / "missing", 1'000, [&](const Refused& r) { told.push_back(r.why); }}, clock_);
  ASSERT_TRUE(gate);
  EXPECT_EQ(told, std::vector{RefusedFor::kNoList});
}

TEST_F(GateTest, TcpWithoutKeysOrGuardIsRefused) {
  InboxOptions inbox;
  inbox.endpoint = "tcp://127.0.0.1:0";
  EXPECT_FALSE(bind_inbox(context_, inbox, clock_));
  inbox.guard = {nullptr, service_, {"intake"}, {}};
  EXPECT_FALSE(bind_inbox(context_, inbox, clock_));
  inbox.guard = {gate_.get(), service_, {}, {}};
  EXPECT_FALSE(bind_inbox(context_, inbox, clock_));
  inbox.guard = {gate_.get(), {}, {"intake"}, {}};
  EXPECT_FALSE(bind_inbox(context_, inbox, clock_));

  const auto refused = [&](Endpoint to, std::optional<KeyPair> keys) {
    OutboxOptions outbox;
    outbox.name = "sender";
    outbox.endpoints = {std::move(to)};
    outbox.keys = std::move(keys);
    return !connect_outbox(context_, outbox, clock_);
  };
  EXPECT_FALSE(refused(endpoint(), intake_));
  EXPECT_TRUE(refused(endpoint(), std::nullopt));
  EXPECT_TRUE(refused({inbox_->address(), ""}, intake_));
  EXPECT_TRUE(refused({"tcp://127.0.0.1", service_.public_key}, intake_));
  EXPECT_TRUE(refused({"tcp://127.0.0.1:65536", service_.public_key}, intake_));
  EXPECT_TRUE(refused({"tcp://127.0.0.1:x", service_.public_key}, intake_));
}

}  // namespace
}  // namespace naadam::link
