#include "runtime/step_loop.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>
#include <nlohmann/json.hpp>

#include "core/limits.hpp"
#include "mover.hpp"
#include "store/model_store.hpp"
#include "support/hand_clock.hpp"
#include "support/plain_records.hpp"

namespace naadam::runtime {
namespace {

constexpr core::Millis kPushedLease = 2'000;  // a record that was pushed is not due before

using store::Batch;
using support::admit;
using testing::ElementsAre;

struct StoreWithClock final : store::ModelStore {
  using ModelStore::ModelStore;
  bool time_known = true;
  core::Result<core::Millis> now_ms() override {
    if (time_known) return ModelStore::now_ms();
    return core::fail(core::ErrorKind::kUnavailable, "存储暂不可用", "no store");
  }
};

// Peers as the test wants them.
class ScriptedInbox final : public link::Inbox {
 public:
  struct Said {
    wire::ReplyStatus status;
    std::string text, body;
  };

  std::size_t receive(link::Arrivals& out, std::size_t) override {
    out.batches = std::exchange(coming.batches, {});
    out.asks = std::exchange(coming.asks, {});
    return out.batches.size() + out.asks.size();
  }
  void watch(link::WatchList&) override {}
  void finished(link::PeerId peer, std::size_t items) override { credit[peer] += items; }
  void reply(const link::ArrivedAsk&, const wire::Reply& reply) override {
    replies.push_back({reply.status, std::string(reply.text), std::string(reply.body)});
  }
  const link::InboxStats& stats() const override { return stats_; }
  const std::string& address() const override { return address_; }

  void push(const Batch& batch, link::PeerId peer) {
    auto owner = std::make_shared<Batch>(batch);
    wire::BatchFrame frame;
    frame.kind = static_cast<char>(owner->kind);
    frame.stage = owner->stage;
    frame.shard = owner->shard;
    frame.pack = owner->pack;
    frame.ids = owner->ids;
    frame.revs = owner->revs;
    frame.states = owner->states;
    frame.bodies = owner->bodies;
    coming.batches.push_back({peer, {}, frame, owner});
  }
  void ask(std::string_view verb, const Json& map, core::Millis until = 0) { ask_in(pack(map), verb, until); }
  void ask_in(std::string body, std::string_view verb, core::Millis until = 0) {
    const std::string& kept = bodies_.emplace_back(std::move(body));
    coming.asks.push_back({"", {}, {verb, kept, until}, nullptr});
  }

  link::Arrivals coming;
  std::map<link::PeerId, std::size_t> credit;
  std::vector<Said> replies;

 private:
  link::InboxStats stats_;
  std::deque<std::string> bodies_;  // of asks
  std::string address_ = "test://inbox";
};

class StepLoopTest : public testing::Test {
 protected:
  static constexpr std::uint16_t kShards = 40;

  void start(StepLoopOptions options = {}) {
    loop_ = std::make_unique<StepLoop>(store_, &inbox_, std::vector<link::Outbox*>{}, clock_, metrics_, options);
    loop_->add(mover_);
  }
  // Rounds until nothing more happens; the due sets are asked in every one.
  void settle() {
    for (int quiet = 0; quiet < 5;) {
      clock_.at += 200;
      quiet = loop_->step(0) ? 0 : quiet + 1;
    }
  }

  support::HandClock clock_;
  StoreWithClock store_{kShards};
  ScriptedInbox inbox_;
  Metrics metrics_;
  Mover mover_{store_};
  std::unique_ptr<StepLoop> loop_;
};

TEST_F(StepLoopTest, WhatIsTakenAndWhatIsPushedEndInTheSame) {
  start();
  admit(store_, support::plain_batch(0, 5));
  admit(store_, support::plain_batch(1, 5), kPushedLease);
  inbox_.push(support::plain_batch(1, 5), 7);
  settle();
  EXPECT_EQ(at_stage(store_, 0, 2), 5u);
  EXPECT_EQ(at_stage(store_, 1, 2), 5u);
  std::vector<store::Read> reads;
  for (std::uint8_t shard = 0; shard < 2; ++shard) {
    reads.push_back({.kind = store::Kind::kEntry,
                     .shard = shard,
                     .ids = support::plain_batch(shard, 5).ids,
                     .answer = {},
                     .records = {}});
  }
  store_.read(reads);
  for (std::size_t i = 0; i < 5; ++i) {
    EXPECT_EQ(reads[0].records[i].rev.n, reads[1].records[i].rev.n);
    EXPECT_EQ(reads[0].records[i].rev, reads[1].records[i].rev);
    EXPECT_EQ(reads[0].records[i].body, reads[1].records[i].body);
  }
}

TEST_F(StepLoopTest, WhoAsksIsNotKeptWaitingForAWholeRound) {
  start();
  Mover next(store_);
  next.spec_.stage = 5;
  loop_->add(next);
  loop_->on_ask("count", [](const Json&) { return core::Result<Json>(Json::object()); });
  const auto take_long = [this] {
    clock_.at += StepLoop::kAttendMs;
    inbox_.ask("count", Json::object());
  };
  std::vector<std::size_t> answered;
  mover_.meanwhile = take_long;
  next.meanwhile = [&] { answered.push_back(inbox_.replies.size()); };
  loop_->every("first", 1'000, [&] { return take_long(), false; });
  loop_->every("second", 1'000, [&] { return answered.push_back(inbox_.replies.size()), false; });
  Batch of_next = support::plain_batch(1, 1);
  of_next.stage = 5;
  admit(store_, support::plain_batch(0, 1));
  admit(store_, of_next);
  loop_->step(0);
  EXPECT_THAT(answered, ElementsAre(1u, 2u));
}

TEST_F(StepLoopTest, APushAndATakeOfTheSameRecordsAreDoneOnce) {
  start();
  admit(store_, support::plain_batch(0, 5));
  inbox_.push(support::plain_batch(0, 5), 7);
  inbox_.push(support::plain_batch(0, 5), 8);
  settle();
  EXPECT_EQ(at_stage(store_, 0, 2), 5u);
  EXPECT_EQ(parked(store_, 0), 0u);
}

TEST_F(StepLoopTest, EveryShardOfALargeDataSetGetsItsTurn) {
  start({.take_shards = 3});
  for (std::uint8_t shard = 0; shard < kShards; ++shard) admit(store_, support::plain_batch(shard, 2));
  for (int round = 0; round < 14 * 2; ++round) {
    clock_.at += 200;
    loop_->step(0);
  }
  for (std::uint8_t shard = 0; shard < kShards; ++shard) EXPECT_EQ(at_stage(store_, shard, 2), 2u) << +shard;
}

TEST_F(StepLoopTest, CreditReturnsWhenTheWorkIsDone) {
  start();
  admit(store_, support::plain_batch(0, 5), kPushedLease);
  admit(store_, support::plain_batch(1, 3), kPushedLease);
  inbox_.push(support::plain_batch(0, 5), 7);
  inbox_.push(support::plain_batch(1, 3), 7);
  loop_->step(0);
  EXPECT_EQ(inbox_.credit, (std::map<link::PeerId, std::size_t>{{7, 8}}));
}

TEST_F(StepLoopTest, CreditReturnsForWhatIsNotOursOrBrokenOrThrows) {
  start();
  Batch of_another_stage = support::plain_batch(0, 2), of_no_shard = support::plain_batch(0, 3),
        broken = support::plain_batch(0, 4);
  of_another_stage.stage = 3;
  of_no_shard.shard = kShards;
  broken.states.resize(5);
  inbox_.push(of_another_stage, 1);
  inbox_.push(of_no_shard, 2);
  inbox_.push(broken, 3);
  mover_.poison.insert(support::plain_id(0, 0));
  inbox_.push(support::plain_batch(0, 5), 4);
  loop_->step(0);
  EXPECT_EQ(inbox_.credit, (std::map<link::PeerId, std::size_t>{{1, 2}, {2, 3}, {3, 4}, {4, 5}}));
  EXPECT_TRUE(mover_.calls.empty());
}

TEST_F(StepLoopTest, ARecordWhoseCheckDoesNotHoldIsSetAsideAndItsNeighboursAreDone) {
  start();
  Batch batch = support::plain_batch(0, 5);
  batch.bodies.back() = '!';  // of the last record
  admit(store_, batch, kPushedLease);
  inbox_.push(batch, 7);
  settle();
  EXPECT_EQ(parked(store_, 0), 1u);
  EXPECT_EQ(at_stage(store_, 0, 2), 4u);
  EXPECT_EQ(inbox_.credit[7], 5u);
}

TEST_F(StepLoopTest, ABatchOverWhichAHandlerThrowsDoesNotHoldUpTheOthers) {
  start();
  for (std::uint8_t shard = 0; shard < 3; ++shard) {
    admit(store_, support::plain_batch(shard, 5), kPushedLease);
    inbox_.push(support::plain_batch(shard, 5), 7);
  }
  mover_.poison.insert(support::plain_id(1, 2));
  loop_->step(0);
  EXPECT_EQ(at_stage(store_, 0, 2), 5u);
  EXPECT_EQ(at_stage(store_, 1, 2), 0u);
  EXPECT_EQ(at_stage(store_, 2, 2), 5u);
}

TEST_F(StepLoopTest, WhatIsDueAnHourFromNowIsOfBeforeTheClockWasSetBack) {
  constexpr core::Millis kHour = 3'600'000;
  start();
  admit(store_, support::plain_batch(0, 5), kHour);
  settle();
  EXPECT_EQ(at_stage(store_, 0, 2), 5u);
}

TEST_F(StepLoopTest, ARecordIsSetAsideAfterFiveAttemptsAndDoneAfterAReplay) {
  start();
  admit(store_, support::plain_batch(0, 1));
  mover_.poison.insert(support::plain_id(0, 0));
  for (std::size_t attempt = 1; attempt <= core::limits::kAttemptsMax; ++attempt) {
    settle();
    EXPECT_EQ(parked(store_, 0), 0u) << attempt;
    store_.advance_clock(1'000);
  }
  settle();
  EXPECT_EQ(parked(store_, 0), 1u);

  mover_.poison.clear();
  store::Replay replay{.kind = store::Kind::kEntry, .shard = 0, .room = 1, .answer = {}};
  store_.replay({&replay, 1});
  settle();
  EXPECT_EQ(at_stage(store_, 0, 2), 1u);
}

TEST_F(StepLoopTest, APeerThatIsAwayIsNoAttemptOfTheRecord) {
  start();
  admit(store_, support::plain_batch(0, 1));
  mover_.not_now = true;
  for (std::size_t i = 0; i < 3 * core::limits::kAttemptsMax; ++i) {
    settle();
    store_.advance_clock(1'000);
  }
  EXPECT_EQ(parked(store_, 0), 0u);
  mover_.not_now = false;
  settle();
  EXPECT_EQ(at_stage(store_, 0, 2), 1u);
}

TEST_F(StepLoopTest, WhatTricklesInRestsAndWhatComesAloneDoesNot) {
  mover_.spec_.rest = 20;
  start();
  inbox_.push(support::plain_batch(0, 1), 7);
  loop_->step(0);
  EXPECT_THAT(mover_.calls, ElementsAre(ElementsAre(1))) << "alone it goes at once";
  inbox_.push(support::plain_batch(1, 1), 7);
  loop_->step(0);
  clock_.at += 19;
  inbox_.push(support::plain_batch(2, 1), 7);
  loop_->step(0);
  EXPECT_EQ(mover_.calls.size(), 1u);
  clock_.at += 1;
  loop_->step(0);
  EXPECT_THAT(mover_.calls.back(), ElementsAre(1, 1));
  inbox_.push(support::plain_batch(3, 100), 7);
  loop_->step(0);
  EXPECT_THAT(mover_.calls.back(), ElementsAre(100)) << "bulk does not rest";
}

TEST_F(StepLoopTest, UnderBulkLoadItGathersButNoLongerThanTheLinger) {
  mover_.spec_.gather_items = 300;
  mover_.spec_.linger = 50;
  start();
  inbox_.push(support::plain_batch(0, 100), 7);
  loop_->step(0);
  EXPECT_TRUE(mover_.calls.empty());
  clock_.at += 49;
  loop_->step(0);
  EXPECT_TRUE(mover_.calls.empty());
  clock_.at += 1;
  loop_->step(0);
  EXPECT_THAT(mover_.calls, ElementsAre(ElementsAre(100)));

  for (std::uint8_t shard = 1; shard < 4; ++shard) inbox_.push(support::plain_batch(shard, 100), 7);
  loop_->step(0);
  EXPECT_THAT(mover_.calls.back(), ElementsAre(100, 100, 100));
}

TEST_F(StepLoopTest, AThinBatchIsHandledAtOnce) {
  mover_.spec_.gather_items = 300;
  mover_.spec_.linger = 50;
  start();
  inbox_.push(support::plain_batch(0, 99), 7);
  loop_->step(0);
  EXPECT_THAT(mover_.calls, ElementsAre(ElementsAre(99)));
}

TEST_F(StepLoopTest, WorkGivenAtOnceIsBounded) {
  start({.work_items_max = 250});
  for (std::uint8_t shard = 0; shard < 4; ++shard) inbox_.push(support::plain_batch(shard, 100), 7);
  loop_->step(0);
  loop_->step(0);
  EXPECT_THAT(mover_.calls, ElementsAre(ElementsAre(100, 100, 100), ElementsAre(100)));
}

TEST_F(StepLoopTest, WhatIsEnqueuedHereIsAPushToOneself) {
  start();
  admit(store_, support::plain_batch(0, 2), kPushedLease);
  loop_->enqueue(support::plain_batch(0, 2));
  loop_->enqueue({});
  loop_->step(0);
  EXPECT_EQ(at_stage(store_, 0, 2), 2u);
  EXPECT_TRUE(inbox_.credit.empty());
}

TEST_F(StepLoopTest, AsksAreAnsweredWhateverTheirHandlerDoes) {
  start();
  loop_->on_ask("good", [](const Json& ask) { return core::Result<Json>(Json{{"got", ask.at("what")}}); });
  loop_->on_ask("refusing",
                [](const Json&) -> core::Result<Json> { return core::fail(core::ErrorKind::kRefused, "不行", "no"); });
  loop_->on_ask("throwing", [](const Json&) -> core::Result<Json> { throw std::runtime_error("boom"); });
  for (const char* verb : {"good", "refusing", "throwing", "unknown"}) inbox_.ask(verb, {{"what", "it"}});
  inbox_.ask_in("no map", "good");
  loop_->step(0);
  ASSERT_EQ(inbox_.replies.size(), 5u);
  EXPECT_EQ(inbox_.replies[0].status, wire::ReplyStatus::kOk);
  EXPECT_EQ(inbox_.replies[0].body, pack({{"got", "it"}}));
  EXPECT_EQ(inbox_.replies[1].status, wire::ReplyStatus::kRefused);
  EXPECT_EQ(inbox_.replies[1].text, "不行");
  EXPECT_EQ(inbox_.replies[2].status, wire::ReplyStatus::kInternal);
  EXPECT_EQ(inbox_.replies[2].text.find("boom"), std::string::npos);
  EXPECT_EQ(inbox_.replies[3].status, wire::ReplyStatus::kInvalid);
  EXPECT_EQ(inbox_.replies[4].status, wire::ReplyStatus::kInvalid);
}

TEST_F(StepLoopTest, WhoHasGivenUpIsNotServedAnyMore) {
  start();
  std::string done;
  loop_->on_ask("do", [&](const Json& ask) {
    done += ask.at("what").get<std::string>();
    return core::Result<Json>(ask);
  });
  const core::Millis now = *store_.now_ms();
  inbox_.ask("do", {{"what", "a"}}, now + 1);
  inbox_.ask("do", {{"what", "b"}}, now);
  inbox_.ask("do", {{"what", "c"}});
  loop_->step(0);
  EXPECT_EQ(done, "ac");
  ASSERT_EQ(inbox_.replies.size(), 3u);
  EXPECT_EQ(inbox_.replies[1].status, wire::ReplyStatus::kUnavailable);

  // The loop stood still, and finds the store gone.
  store_.time_known = false;
  clock_.at += 500;
  inbox_.ask("do", {{"what", "d"}}, now + 500);
  inbox_.ask("do", {{"what", "e"}}, now + 501);
  loop_->step(0);
  EXPECT_EQ(done, "ace");
}

TEST_F(StepLoopTest, PeriodicWorkRunsOnceAPeriodAndIsNotMadeUpFor) {
  start();
  int runs = 0;
  loop_->every("slow", 100, [&] {
    ++runs;
    clock_.at += 350;  // longer than its period
    return false;
  });
  loop_->step(0);
  loop_->step(0);
  EXPECT_EQ(runs, 1);
  clock_.at += 99;
  loop_->step(0);
  EXPECT_EQ(runs, 1);
  clock_.at += 1;
  loop_->step(0);
  EXPECT_EQ(runs, 2);
}

TEST_F(StepLoopTest, PeriodicWorkThatHasMoreIsCalledAgainAtOnce) {
  start();
  int left = 3;
  loop_->every("sliced", 1'000, [&] { return --left > 0; });
  while (loop_->step(0)) {
  }
  EXPECT_EQ(left, 0);
}

TEST_F(StepLoopTest, PeriodicWorkNeverOverlapsItself) {
  start();
  int inside = 0, most = 0;
  loop_->every("turning", 10, [&] {
    most = std::max(most, ++inside);
    if (most < 3) loop_->step(0);
    --inside;
    return false;
  });
  loop_->step(0);
  EXPECT_EQ(most, 1);
}

TEST_F(StepLoopTest, TheBacklogIsReadFromTheStore) {
  start();
  admit(store_, support::plain_batch(0, 5), 0);
  admit(store_, support::plain_batch(3, 2), kPushedLease);
  store_.advance_clock(700);
  const auto backlog = loop_->backlog();
  EXPECT_EQ(backlog.at("moving").records, 7u);
  EXPECT_EQ(backlog.at("moving").oldest_due_ms, 700);
}

}  // namespace
}  // namespace naadam::runtime
