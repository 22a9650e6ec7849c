// When a notice that was begun is handed to the gateway, and when it is not.
#include "notification/sending.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>

#include "runtime/step_loop.hpp"
#include "seal/seal.hpp"
#include "store/model_store.hpp"
#include "support/edition_2021.hpp"
#include "support/one_record.hpp"
#include "wire/entry.hpp"
#include "wire/identity.hpp"
#include "wire/stages.hpp"

namespace naadam::notification {
namespace {

// Moves on by `pace` each time somebody looks.
struct PacedClock final : core::Clock {
  explicit PacedClock(core::Millis ms) : pace(ms) {}
  core::Millis steady_ms() const override { return at += pace; }
  core::Millis pace;
  mutable core::Millis at = 1'000'000;
};

struct CountingSink final : SmsSink {
  void submit(std::span<const Sms> batch, std::span<SubmitAnswer> answers) override {
    taken += batch.size();
    if (meanwhile) meanwhile();
    for (const Sms& sms : batch) texts.push_back(sms.text);
    for (SubmitAnswer& answer : answers) answer = SubmitAnswer::kAccepted;
  }
  bool gives_receipts() const override { return false; }
  std::size_t saying(std::string_view words) const {
    return static_cast<std::size_t>(
        std::ranges::count_if(texts, [&](const std::string& text) { return text.find(words) != std::string::npos; }));
  }
  std::size_t taken = 0;
  std::vector<std::string> texts;
  std::function<void()> meanwhile;
};

// Executes one more call to move from a stage and does not say so, then answers nothing: a connection that broke.
class MuteStore final : public store::ModelStore {
 public:
  using ModelStore::ModelStore;
  void mute() { mute_ = true; }
  void mute_with(store::Stage stage) { from_ = stage; }
  void speak() { from_.reset(), mute_ = false; }
  void advance(std::span<store::Advance> calls) override {
    if (!mute_) ModelStore::advance(calls);
    mute_ = mute_ || (from_ && !calls.empty() && calls.front().from == *from_);
    if (!mute_) return;
    for (store::Advance& call : calls) call.answer = {};
  }
  core::Result<core::Millis> now_ms() override {
    if (mute_) return core::fail(core::ErrorKind::kUnavailable, "", "mute");
    return ModelStore::now_ms();
  }

 private:
  std::optional<store::Stage> from_;
  bool mute_ = false;
};

class SendingTest : public testing::Test {
 protected:
  SendingTest() {
    installation_.edition = std::make_shared<const domain::Edition>(support::edition_2021());
    policy_.receipts = false;
    wire::NoticeBody body;
    body.mobile = "13900000000";
    body.name = "甲一";
    body.entry = entry_;
    body.verdict = wire::Verdict::kAccepted;
    wire::NoticeState state;
    state.source = {1, 3, 9};
    state.shown = static_cast<std::uint8_t>(DeliveryState::kPlanned);
    state.verdict = body.verdict;
    const std::string sealed = seal::seal(data_, notice_, wire::encode(body));
    support::apply(model_, {.kind = store::Kind::kNotice,
                            .id = notice_,
                            .stage = wire::notice_stage::kPlanned,
                            .rev = state.source,
                            .state = wire::encode(state),
                            .body = sealed});
  }

  Sending sending_by(const core::Clock& clock) {
    return {{model_, clock, sink_, data_, installation_, policy_, "", 5, nullptr}, metrics_};
  }

  // Sends what is due; gives the notice's stage and state afterwards.
  std::pair<store::Stage, wire::NoticeState> send(const core::Clock& clock) {
    Sending sending = sending_by(clock);
    auto work = support::take_due(model_, store::Kind::kNotice, wire::notice_stage::kPlanned, 4'000);
    sending.handle(work);
    const store::Record record = support::read(model_, store::Kind::kNotice, notice_);
    return {record.stage, wire::decode_notice_state(support::state_of(record, notice_)).value()};
  }

  // As the service does: what is due at its stage, and what is left to be written. For `ms`, a second at a time.
  DeliveryState run(Sending& sending, core::Millis ms) {
    PacedClock clock(0);
    runtime::StepLoop loop(model_, nullptr, {}, clock, metrics_);
    sending.work_on(loop);
    for (core::Millis at = 0; at <= ms; at += 1'000) {
      while (loop.step(0)) {
      }
      clock.at += 1'000;
      model_.advance_clock(1'000);
    }
    const store::Record record = support::read(model_, store::Kind::kNotice, notice_);
    return static_cast<DeliveryState>(wire::decode_notice_state(support::state_of(record, notice_)).value().shown);
  }

  // Puts the notice's entry there, as it is now.
  void put_entry(const core::Id& recipient, bool reachable, wire::EntryState state = {}) {
    state.has_recipient = reachable;
    state.recipient = recipient;
    support::admit(model_, {.kind = store::Kind::kEntry,
                            .id = entry_,
                            .stage = wire::entry_stage::kSettled,
                            .rev = {1, 6, 4},
                            .state = wire::encode(state),
                            .body = "",
                            .wait = store::kNeverDue});
  }

  // A result is to be told; gives what was handed to the gateway.
  std::size_t send_result(std::uint8_t flags_of_entry) {
    const core::Id id = wire::notice_id(recipient_, entry_, wire::NoticeReason::kResult);
    wire::NoticeBody body;
    body.mobile = "13900000000";
    body.entry = entry_;
    body.result = wire::ContestResult{1, 1, 3, 87'500'000};
    wire::NoticeState state;
    state.source = {1, 3, 9};
    state.reason = wire::NoticeReason::kResult;
    state.shown = static_cast<std::uint8_t>(DeliveryState::kPlanned);
    const std::string sealed = seal::seal(data_, id, wire::encode(body));
    support::apply(model_, {.kind = store::Kind::kNotice,
                            .id = id,
                            .stage = wire::notice_stage::kPlanned,
                            .rev = state.source,
                            .state = wire::encode(state),
                            .body = sealed});
    wire::EntryState entry;
    entry.flags = flags_of_entry;
    entry.result = body.result;
    put_entry(recipient_, true, entry);
    send(PacedClock(0));
    return sink_.taken;
  }

  const core::Id entry_ = core::Id::from("entry-of-a-one..");
  const core::Id recipient_ = core::Id::from("number-of-a-one.");
  const core::Id notice_ = wire::notice_id(recipient_, entry_, wire::NoticeReason::kVerdict);
  MuteStore model_{1};
  seal::DataKey data_ = seal::DataKey::random();
  runtime::Installation installation_;
  runtime::Metrics metrics_;
  DeliveryPolicy policy_;
  CountingSink sink_;
};

TEST_F(SendingTest, WhatWasBegunJustNowIsHandedOver) {
  const auto [stage, state] = send(PacedClock(Sending::kHandOverMax - 1));
  EXPECT_EQ(sink_.taken, 1U);
  EXPECT_EQ(stage, wire::notice_stage::kClosed);
  EXPECT_EQ(state.shown, static_cast<std::uint8_t>(DeliveryState::kSent));
}

TEST_F(SendingTest, WhoStoodStillSinceItWasBegunHandsNothingOverAndTriesAgainLater) {
  const auto [stage, state] = send(PacedClock(Sending::kHandOverMax));
  EXPECT_EQ(sink_.taken, 0U);
  EXPECT_EQ(stage, wire::notice_stage::kPlanned);
  EXPECT_EQ(state.shown, static_cast<std::uint8_t>(DeliveryState::kPlanned));
  model_.advance_clock(policy_.later_wait_ms);
  EXPECT_EQ(send(PacedClock(0)).second.shown, static_cast<std::uint8_t>(DeliveryState::kSent));
  EXPECT_EQ(sink_.taken, 1U);
}

TEST_F(SendingTest, WhatTheGatewaySaidIsWrittenAsSoonAsTheStoreSpeaksAgain) {
  const PacedClock clock(0);
  Sending sending = sending_by(clock);
  sink_.meanwhile = [this] { model_.mute(); };
  EXPECT_EQ(run(sending, 20'000), DeliveryState::kAttempting);
  model_.speak();
  EXPECT_EQ(run(sending, policy_.answer_wait_ms), DeliveryState::kSent);
  EXPECT_EQ(sink_.taken, 1U);
}

TEST_F(SendingTest, WhoCouldNotLearnWhetherItIsBegunHandsNothingOverAndTriesAgain) {
  const PacedClock clock(0);
  Sending sending = sending_by(clock);
  model_.mute_with(wire::notice_stage::kPlanned);
  EXPECT_EQ(run(sending, 20'000), DeliveryState::kAttempting);
  EXPECT_EQ(sink_.taken, 0U);
  model_.speak();
  EXPECT_EQ(run(sending, 2 * policy_.later_wait_ms), DeliveryState::kSent);
  EXPECT_EQ(sink_.taken, 1U);
}

TEST_F(SendingTest, OneThatCannotBeOpenedKeepsNobodyElseInDoubt) {
  const core::Id broken = wire::notice_id(core::Id::from("number-of-b-two."), entry_, wire::NoticeReason::kVerdict);
  wire::NoticeState state;
  state.source = {1, 3, 9};
  state.shown = static_cast<std::uint8_t>(DeliveryState::kPlanned);
  state.verdict = wire::Verdict::kAccepted;
  support::apply(model_, {.kind = store::Kind::kNotice,
                          .id = broken,
                          .stage = wire::notice_stage::kPlanned,
                          .rev = state.source,
                          .state = wire::encode(state),
                          .body = seal::seal(seal::DataKey::random(), broken, "sealed with another key")});
  const PacedClock clock(0);
  Sending sending = sending_by(clock);
  auto work = support::take_due(model_, store::Kind::kNotice, wire::notice_stage::kPlanned, 4'000);
  ASSERT_EQ(work.size(), 2U);
  EXPECT_ANY_THROW(sending.handle(work));
  EXPECT_EQ(support::read(model_, store::Kind::kNotice, notice_).stage, wire::notice_stage::kPlanned);
  // The step loop takes them one by one then.
  std::erase_if(work, [this](const store::Batch& one) { return one.id(0) != notice_; });
  sending.handle(work);
  EXPECT_EQ(sink_.taken, 1U);
}

TEST_F(SendingTest, WhoseNumberIsStillTheEntrysIsTold) {
  put_entry(recipient_, true);
  EXPECT_EQ(send(PacedClock(0)).second.shown, static_cast<std::uint8_t>(DeliveryState::kSent));
  EXPECT_EQ(sink_.taken, 1U);
}

TEST_F(SendingTest, ANumberThatTheEntryHasNoMoreIsNotTold) {
  put_entry(core::Id::from("another-number.."), true);
  const auto [stage, state] = send(PacedClock(0));
  EXPECT_EQ(sink_.taken, 0U);
  EXPECT_EQ(stage, wire::notice_stage::kClosed);
  EXPECT_EQ(state.shown, static_cast<std::uint8_t>(DeliveryState::kSuperseded));
}

TEST_F(SendingTest, AResultGoesOutBesideTheVerdict) {
  EXPECT_EQ(send_result(0), 2U);
  EXPECT_EQ(sink_.saying("成绩公布：总分87.5，第3名"), 1U);
}

TEST_F(SendingTest, OfAnEntryThatWasWithdrawnMeanwhileOnlyThatIsTold) {
  send_result(wire::entry_flag::kWithdrawn);
  EXPECT_EQ(sink_.taken, 1U);
  EXPECT_EQ(sink_.saying("成绩公布"), 0U);
}

TEST_F(SendingTest, NobodyIsToldWhereTheEntryHasNoNumberAnyMore) {
  put_entry({}, false);
  EXPECT_EQ(send(PacedClock(0)).second.shown, static_cast<std::uint8_t>(DeliveryState::kSuperseded));
  EXPECT_EQ(sink_.taken, 0U);
}

}  // namespace
}  // namespace naadam::notification
