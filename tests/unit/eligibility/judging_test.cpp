// What judging writes, beside the verdict.
#include <gtest/gtest.h>

#include <memory>

#include "eligibility/eligibility_service.hpp"
#include "rules_support.hpp"
#include "seal/seal.hpp"
#include "store/model_store.hpp"
#include "support/edition_2021.hpp"
#include "wire/entry.hpp"
#include "wire/stages.hpp"

namespace naadam::eligibility {
namespace {

class JudgingTest : public testing::Test {
 protected:
  JudgingTest() {
    installation_.edition = std::make_shared<const domain::Edition>(support::edition_2021());
    installation_.winners = std::make_shared<const domain::WinnerRegister>();
    wire::EntryBody body;
    body.claims.emplace_back().claim = clean_claim();
    body.claims.back().accepted_at = installation_.edition->entry_closes - 1;
    batch_.ids = entry_.view();
    batch_.stage = wire::entry_stage::kReceived;
    store::ColumnBuilder bodies(1);
    sealed_ = seal::seal(data_, entry_, wire::encode(body));
    bodies.add(sealed_);
    batch_.bodies = bodies.finish();
  }

  // The state after judging what was received with `before` and `rev`.
  wire::EntryState judged(const wire::EntryState& before, const core::Rev& rev) {
    std::string bytes = wire::encode(before);
    store::add_check(bytes, entry_.view(), rev, sealed_);
    store::ColumnBuilder states(1);
    states.add(bytes);
    batch_.states = states.finish();
    batch_.revs = rev.bytes();
    store::ModelStore model(1);
    model.raise_epoch();
    store::Admit admit{.kind = store::Kind::kEntry,
                       .to = batch_.stage,
                       .ids = batch_.ids,
                       .revs = batch_.revs,
                       .states = batch_.states,
                       .bodies = batch_.bodies,
                       .answer = {}};
    model.admit({&admit, 1});
    runtime::Forward nowhere(nullptr, 100, 1'000, 1);
    Judging judging(model, nowhere, data_, lookup_, installation_, metrics_);
    std::vector<store::Batch> work{batch_};
    judging.handle(work);
    store::Read read{.kind = store::Kind::kEntry, .ids = batch_.ids, .answer = {}, .records = {}};
    model.read({&read, 1});
    const store::Record& record = read.records.at(0);
    EXPECT_EQ(record.stage, wire::entry_stage::kJudged);
    EXPECT_EQ(record.rev.epoch, model.epoch());
    return wire::decode_entry_state(store::open_check(record.state, entry_.view(), record.rev, record.body).state)
        .value();
  }

  core::Id entry_ = test_key("entry");
  seal::DataKey data_ = seal::DataKey::random();
  seal::LookupKey lookup_ = seal::LookupKey::random();
  runtime::Installation installation_;
  runtime::Metrics metrics_;
  std::string sealed_;
  store::Batch batch_;
};

TEST_F(JudgingTest, TheSameDecisionIsToldOnceAndAgainWhenTheEpochRose) {
  wire::EntryState told = judged({}, {2, 1, 5});
  EXPECT_TRUE(told.has(wire::entry_flag::kNotify));
  told.flags &= static_cast<std::uint8_t>(~wire::entry_flag::kNotify);  // its notice is planned
  EXPECT_FALSE(judged(told, {2, 5, 5}).has(wire::entry_flag::kNotify));
  EXPECT_TRUE(judged(told, {1, 5, 5}).has(wire::entry_flag::kNotify));  // the notice may be lost
}

TEST_F(JudgingTest, SeatResultAndPlaceInTheFinalsStayWithTheEntryAndAreOwedToItsNumber) {
  wire::EntryState before = judged({}, {2, 1, 5});
  before.flags = 0;  // all told
  before.seat = wire::Seat{1, 7, 2, 5};
  before.result = wire::ContestResult{1, 8, 3, 87'500'000};
  before.finals = wire::FinalsPlace{1, 9, wire::FinalsPlace::Kind::kSubstitute, 1};
  const wire::EntryState after = judged(before, {2, 5, 5});
  EXPECT_EQ(after.seat, before.seat);
  EXPECT_EQ(after.result, before.result);
  EXPECT_EQ(after.finals, before.finals);
  EXPECT_EQ(after.flags,
            wire::entry_flag::kNotifySeat | wire::entry_flag::kNotifyResult | wire::entry_flag::kNotifyFinals);
}

TEST_F(JudgingTest, WhatAnotherVersionOfTheEditionChangesIsCounted) {
  const auto counted = [this](const char* from, const char* to) {
    return metrics_.counter("naadam_rejudged_total", "", {{"from", from}, {"to", to}}).value();
  };
  wire::EntryState before = judged({}, {2, 1, 5});
  judged(before, {2, 5, 5});
  EXPECT_EQ(counted("accepted", "accepted"), 0u) << "judged by the same version before";
  before.verdict = wire::Verdict::kReturned;
  before.edition = 1;
  judged(before, {2, 5, 5});
  EXPECT_EQ(counted("returned", "accepted"), 1u);
}

}  // namespace
}  // namespace naadam::eligibility
