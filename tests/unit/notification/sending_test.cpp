// When a notice that was begun is handed to the gateway, and when it is not.
#include "notification/sending.hpp"

#include <gtest/gtest.h>

#include <memory>

#include "core/bytes.hpp"
#include "seal/seal.hpp"
#include "store/model_store.hpp"
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
    for (SubmitAnswer& answer : answers) answer = SubmitAnswer::kAccepted;
  }
  bool gives_receipts() const override { return false; }
  std::size_t taken = 0;
};

class SendingTest : public testing::Test {
 protected:
  SendingTest() {
    installation_.edition = std::make_shared<const domain::Edition>(
        domain::load_edition(NAADAM_SOURCE_DIR "/deploy/editions/2021.toml").value());
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
    std::string bytes = wire::encode(state);
    store::add_check(bytes, notice_.view(), state.source, sealed);
    store::ColumnBuilder states(1), bodies(1);
    states.add(bytes);
    bodies.add(sealed);
    store::Apply call{.kind = store::Kind::kNotice,
                      .to = wire::notice_stage::kPlanned,
                      .ids = std::string(notice_.view()),
                      .revs = state.source.bytes(),
                      .states = states.finish(),
                      .bodies = bodies.finish(),
                      .answer = {}};
    model_.apply({&call, 1});
  }

  // Sends what is due; gives the notice's stage and state afterwards.
  std::pair<store::Stage, wire::NoticeState> send(const core::Clock& clock) {
    Sending sending({model_, clock, sink_, data_, installation_, policy_, "", 5}, metrics_);
    store::Take take{.kind = store::Kind::kNotice,
                     .stage = wire::notice_stage::kPlanned,
                     .room = 10,
                     .lease = 4'000,
                     .answer = {},
                     .batches = {}};
    model_.take({&take, 1});
    sending.handle(take.batches);
    store::Read read{.kind = store::Kind::kNotice, .ids = std::string(notice_.view()), .answer = {}, .records = {}};
    model_.read({&read, 1});
    const store::Record& record = read.records.at(0);
    return {record.stage,
            wire::decode_notice_state(store::open_check(record.state, notice_.view(), record.rev, record.body).state)
                .value()};
  }

  // Puts the notice's entry there, as it is now.
  void put_entry(const core::Id& recipient, bool reachable) {
    wire::EntryState state;
    state.has_recipient = reachable;
    state.recipient = recipient;
    const core::Rev rev{1, 6, 4};
    std::string bytes = wire::encode(state);
    store::add_check(bytes, entry_.view(), rev, "");
    store::ColumnBuilder states(1), bodies(1);
    states.add(bytes);
    bodies.add("");
    store::Admit call{.kind = store::Kind::kEntry,
                      .to = wire::entry_stage::kSettled,
                      .wait = store::kNeverDue,
                      .ids = std::string(entry_.view()),
                      .revs = rev.bytes(),
                      .states = states.finish(),
                      .bodies = bodies.finish(),
                      .answer = {}};
    model_.admit({&call, 1});
    ASSERT_TRUE(call.answer.all(store::ItemAnswer::kDone));
  }

  const core::Id entry_ = core::Id::from("entry-of-a-one..");
  const core::Id recipient_ = core::Id::from("number-of-a-one.");
  const core::Id notice_ = wire::notice_id(recipient_, entry_, wire::NoticeReason::kVerdict);
  store::ModelStore model_{1};
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

TEST_F(SendingTest, NobodyIsToldWhereTheEntryHasNoNumberAnyMore) {
  put_entry({}, false);
  EXPECT_EQ(send(PacedClock(0)).second.shown, static_cast<std::uint8_t>(DeliveryState::kSuperseded));
  EXPECT_EQ(sink_.taken, 0U);
}

}  // namespace
}  // namespace naadam::notification
