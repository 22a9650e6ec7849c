// Programs that ask find a copy that is alive, stay with it as long as it answers, and turn to another when it does
// not. A real Redis holds the announcements; the copies are inboxes that answer with their number.
#include "asking/peers.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <thread>
#include <zmq.hpp>

#include "link/inbox.hpp"
#include "runtime/copies.hpp"
#include "support/redis.hpp"

namespace naadam::asking {
namespace {

constexpr core::Millis kPatienceMs = 5'000;
constexpr core::Millis kLifeMs = 60'000;

class PeersTest : public testing::Test {
 protected:
  // A copy on a thread of its own, until it is destroyed.
  class Copy {
   public:
    Copy(const std::string& endpoint, std::uint16_t number, const core::Clock& clock) {
      link::InboxOptions options;
      options.endpoint = endpoint;
      auto inbox = link::bind_inbox(context_, options, clock);
      if (!inbox) throw std::runtime_error(inbox.error().cause);
      thread_ = std::jthread([number, inbox = std::move(*inbox)](const std::stop_token& stop) {
        link::WatchList list;
        while (!stop.stop_requested()) {
          link::Arrivals arrivals;
          inbox->receive(arrivals, 16);
          for (const auto& ask : arrivals.asks) {
            const std::string body = runtime::pack(Json{{"copy", number}, {"trace", core::to_hex(ask.envelope.trace)}});
            inbox->reply(ask, {wire::ReplyStatus::kOk, "", body});
          }
          list.clear();
          inbox->watch(list);
          list.wait(5);
        }
      });
    }

   private:
    zmq::context_t context_;
    std::jthread thread_;
  };

  PeersTest() {
    options_.data_dir = dir_.path();
    options_.store_address = support::shared_redis().address();
    store::ClusterOptions redis;
    redis.seeds = {options_.store_address};
    redis.libraries = {store::announcement_functions()};
    redis_ = std::move(*store::Cluster::connect(redis, clock_));
  }

  void announce(std::uint16_t number) {
    const store::Copy self{number, runtime::endpoint_of(options_, "intake", number), {}};
    ASSERT_TRUE(store::RedisAnnouncements(*redis_, clock_).announce("intake", self, kLifeMs));
  }
  void join(std::uint16_t number) {
    copies_[number] = std::make_unique<Copy>(runtime::endpoint_of(options_, "intake", number), number, clock_);
    announce(number);
  }
  // Who answers; 0: nobody.
  std::uint16_t asked(Peers& peers, core::Millis wait_ms = kPatienceMs) {
    const auto answer = peers.ask("intake", "who", Json::object(), wait_ms);
    return answer ? answer->at("copy").get<std::uint16_t>() : std::uint16_t{0};
  }

  support::TempDir dir_;
  core::SystemClock clock_;
  runtime::CommonOptions options_;
  std::unique_ptr<store::Cluster> redis_;
  std::map<std::uint16_t, std::unique_ptr<Copy>> copies_;
};

TEST_F(PeersTest, TheTraceOfARequestGoesWithItsQuestion) {
  join(1);
  Peers peers(options_, clock_);
  const core::Id trace = *core::id_from_hex("4bf92f3577b34da6a3ce929d0e0e4736");
  EXPECT_EQ(peers.ask("intake", "who", Json::object(), kPatienceMs, trace).value().at("trace"), core::to_hex(trace));
  EXPECT_EQ(peers.ask_until("intake", "who", Json::object(), kPatienceMs, trace).value().at("trace"),
            core::to_hex(trace));
}

TEST_F(PeersTest, OneProgramStaysWithOneCopyAndManyAskThemAll) {
  join(1);
  join(2);
  std::set<std::uint16_t> seen;
  while (seen.size() < 2) {
    Peers peers(options_, clock_);
    const std::uint16_t first = asked(peers);
    for (int i = 0; i < 10; ++i) ASSERT_EQ(asked(peers), first);
    seen.insert(first);
  }
  EXPECT_EQ(seen, (std::set<std::uint16_t>{1, 2}));
}

TEST_F(PeersTest, WhenItsCopyIsGoneTheNextQuestionGoesToAnother) {
  join(1);
  join(2);
  Peers peers(options_, clock_);
  const std::uint16_t first = asked(peers);
  copies_.erase(first);  // and is announced still
  const auto answer = peers.ask_until("intake", "who", Json::object(), kPatienceMs);
  ASSERT_TRUE(answer) << answer.error().cause;
  EXPECT_EQ(answer->at("copy"), 3 - first);
  EXPECT_EQ(asked(peers), 3 - first);
}

TEST_F(PeersTest, ACopyThatIsAnnouncedButNotThereIsPassedOver) {
  announce(1);
  join(2);
  announce(3);
  for (int i = 0; i < 5; ++i) {
    Peers peers(options_, clock_);
    EXPECT_EQ(asked(peers), 2);
  }
}

TEST_F(PeersTest, ACopyThatComesLaterIsWaitedFor) {
  Peers peers(options_, clock_);
  EXPECT_EQ(asked(peers, 1), 0);
  join(2);
  const auto answer = peers.ask_until("intake", "who", Json::object(), kPatienceMs);
  ASSERT_TRUE(answer) << answer.error().cause;
  EXPECT_EQ(answer->at("copy"), 2);
}

TEST_F(PeersTest, EachCopyCanBeAskedByItsNumber) {
  join(1);
  join(2);
  Peers peers(options_, clock_);
  for (std::uint16_t number = 1; number <= 2; ++number) {
    const auto answer = peers.ask_copy("intake", number, "who", Json::object(), kPatienceMs);
    ASSERT_TRUE(answer) << answer.error().cause;
    EXPECT_EQ(answer->at("copy"), number);
  }
  EXPECT_FALSE(peers.ask_copy("intake", 3, "who", Json::object(), 1));
}

TEST_F(PeersTest, WithoutAStoreTheFirstCopyHereIsAsked) {
  join(1);
  options_.store_address = (dir_.path() / "no-such.sock").string();
  Peers peers(options_, clock_);
  EXPECT_EQ(asked(peers), 1);
  EXPECT_TRUE(peers.copies("intake").empty());
}

}  // namespace
}  // namespace naadam::asking
