#include "link/asker.hpp"

#include <atomic>
#include <thread>

#include "line.hpp"

namespace naadam::link {
namespace {

class AskerTest : public Line {
 protected:
  core::Deadline soon() const { return core::Deadline::in(clock_, 50); }
  core::Deadline patient() const { return core::Deadline::in(clock_, kPatienceMs); }

  std::unique_ptr<Asker> asker() { return std::move(*connect_asker(context_, endpoint_, clock_)); }

  // A service in a thread that hands every ask to `answer` until the test ends.
  template <class Answer>
  std::jthread serve(Answer answer) {
    auto inbox = bind();
    return std::jthread([answer, inbox = std::move(inbox)](const std::stop_token& stop) {
      WatchList list;
      while (!stop.stop_requested()) {
        Arrivals arrivals;
        inbox->receive(arrivals, 16);
        for (const auto& ask : arrivals.asks) answer(*inbox, ask);
        list.clear();
        inbox->watch(list);
        list.wait(5);
      }
    });
  }
};

TEST_F(AskerTest, TheAnswerComesBackWithItsBytes) {
  const auto service = serve([](Inbox& inbox, const ArrivedAsk& ask) {
    const std::string body = std::string(ask.ask.verb) + "/" + std::string(ask.ask.body);
    inbox.reply(ask, {wire::ReplyStatus::kOk, "", body});
  });
  const auto answer = asker()->ask("echo", std::string("a\0b", 3), patient());
  ASSERT_TRUE(answer) << answer.error().cause;
  EXPECT_EQ(*answer, std::string("echo/a\0b", 8));
}

TEST_F(AskerTest, AnErrorOfTheServiceKeepsItsKindAndText) {
  const auto service = serve([](Inbox& inbox, const ArrivedAsk& ask) {
    inbox.reply(ask, {wire::ReplyStatus::kNotFound, "没有这个上传", ""});
  });
  const auto answer = asker()->ask("upload.status", "", patient());
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, core::ErrorKind::kNotFound);
  EXPECT_EQ(answer.error().text, "没有这个上传");
}

TEST_F(AskerTest, WithoutAServiceItIsUnavailable) {
  const auto answer = asker()->ask("echo", "", soon());
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, core::ErrorKind::kUnavailable);
}

TEST_F(AskerTest, SentAndNotAnsweredIsUnknown) {
  std::atomic<int> seen = 0;
  const auto service = serve([&](Inbox&, const ArrivedAsk&) { ++seen; });
  const auto one = asker();
  core::Result<std::string> answer;
  // Until the connection stands an ask is unavailable; from then on it is unknown.
  const auto deadline = patient();
  do answer = one->ask("echo", "", soon());
  while (answer.error().kind == core::ErrorKind::kUnavailable && deadline.left(clock_) > 0);
  EXPECT_EQ(answer.error().kind, core::ErrorKind::kUnknown);
  while (seen == 0 && deadline.left(clock_) > 0) WatchList().wait(1);
  EXPECT_GE(seen, 1);
}

TEST_F(AskerTest, AServiceThatDiesOverAQuestionEndsTheWait) {
  auto inbox = bind();
  const std::jthread service([inbox = std::move(inbox)]() mutable {
    for (Arrivals arrivals; arrivals.asks.empty();) {
      WatchList list;
      inbox->watch(list);
      list.wait(5);
      inbox->receive(arrivals, 1);
    }
    inbox.reset();
  });
  const auto answer = asker()->ask("echo", "", patient());
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, core::ErrorKind::kUnknown);
  EXPECT_EQ(answer.error().cause, "ask: the service hung up");
}

TEST_F(AskerTest, ALateAnswerIsNotTakenForTheNextOne) {
  std::vector<ArrivedAsk> held;
  const auto service = serve([&](Inbox& inbox, const ArrivedAsk& ask) {
    held.push_back(ask);
    if (ask.ask.verb == "first") return;
    for (const auto& each : held) inbox.reply(each, {wire::ReplyStatus::kOk, "", each.ask.verb});
    held.clear();
  });
  const auto one = asker();
  EXPECT_FALSE(one->ask("first", "", core::Deadline::in(clock_, 200)));
  const auto answer = one->ask("second", "", patient());
  ASSERT_TRUE(answer) << answer.error().cause;
  EXPECT_EQ(*answer, "second");
}

TEST_F(AskerTest, MoreOpenQuestionsThanTheLimitAreAnsweredFull) {
  const auto inbox = bind();  // two at once
  auto peer = raw();
  for (int i = 0; i < 3; ++i) peer.send(zmq::buffer(wire::encode({}, wire::Ask{"echo", ""})));
  const auto bytes = await<wire::Reply>(peer, *inbox);
  EXPECT_EQ(std::get<wire::Reply>(wire::decode(bytes)->body).status, wire::ReplyStatus::kFull);
  EXPECT_EQ(arrivals_.asks.size(), 2U);
  inbox->reply(arrivals_.asks.front(), {});
  peer.send(zmq::buffer(wire::encode({}, wire::Ask{"echo", ""})));
  until([&] { return arrivals_.asks.size() == 3; }, inbox.get(), {});
}

TEST_F(AskerTest, AQuestionOutsideItsLimitsIsInvalid) {
  const auto one = asker();
  EXPECT_EQ(one->ask("", "", soon()).error().kind, core::ErrorKind::kInvalid);
  EXPECT_EQ(one->ask(std::string(wire::kVerbBytesMax + 1, 'v'), "", soon()).error().kind, core::ErrorKind::kInvalid);
  EXPECT_EQ(one->ask("v", std::string(wire::kAskBodyBytesMax + 1, 'b'), soon()).error().kind,
            core::ErrorKind::kInvalid);
}

TEST_F(AskerTest, TcpWithoutKeysIsRefused) {
  EXPECT_FALSE(connect_asker(context_, std::string("tcp://127.0.0.1:5555"), clock_));
}

}  // namespace
}  // namespace naadam::link
