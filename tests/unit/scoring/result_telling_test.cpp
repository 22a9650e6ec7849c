// Whom a published result or nomination is told to, and who keeps quiet about what is older than the newest word.
#include "scoring/result_telling.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <optional>

#include "core/id.hpp"
#include "runtime/documents.hpp"
#include "scoring/rules/nomination_book.hpp"
#include "scoring/rules/score_book.hpp"
#include "store/model_store.hpp"
#include "support/edition_2021.hpp"
#include "support/hand_clock.hpp"
#include "support/one_record.hpp"
#include "wire/entry.hpp"
#include "wire/place.hpp"
#include "wire/score.hpp"
#include "wire/stages.hpp"

namespace naadam::scoring {
namespace {

using Kind = wire::FinalsPlace::Kind;

class ResultTellingTest : public testing::Test {
 protected:
  ResultTellingTest() { installation_.edition = std::make_shared<const domain::Edition>(support::edition_2021()); }

  std::string entry_hex() const { return core::to_hex(entry_.view()); }

  // A published result of E05 workers of Baotou, of the entry alone or of nobody.
  ScoreBook book(bool of_entry) const {
    ScoreBook book;
    book.delegation = "150200";
    book.event = "E05";
    book.group = "worker";
    book.published = true;
    book.result.emplace();
    if (of_entry) {
      book.result->ranked = {{"1-01", entry_hex(), Presence::kCompeted, Decimal::parse("87.5").value(), 1}};
    }
    return book;
  }
  // A published nomination, of the entry at `order` of those named, or of the substitutes.
  NominationBook nomination(std::uint16_t order, bool substitute) const {
    NominationBook book;
    book.delegation = "150200";
    book.event = "E05";
    book.published = true;
    book.quota = 2;
    (substitute ? book.substitutes : book.named).push_back({"worker", "1-01", entry_hex(), {}, order, order});
    return book;
  }

  void put(const core::Id& id, const core::Rev& rev, const std::string& text) {
    support::admit(model_, {.kind = store::Kind::kScore,
                            .id = id,
                            .stage = wire::score_stage::kPublished,
                            .rev = rev,
                            .state = wire::encode(wire::ScoreState{runtime::keep_document(model_, text).value()}),
                            .body = "",
                            .wait = 0});
  }
  void put(const core::Rev& rev, const ScoreBook& of) { put(book_, rev, to_json(of)); }
  void put(const core::Rev& rev, const NominationBook& of) { put(nomination_, rev, to_json(of)); }

  wire::EntryState accepted() const {
    wire::EntryState state;
    state.edition = 1;
    state.verdict = wire::Verdict::kAccepted;
    state.event = "E05";
    state.group = "worker";
    state.delegation = "150200";
    state.has_recipient = true;
    return state;
  }
  void put_entry(const wire::EntryState& state) {
    support::admit(model_, {.kind = store::Kind::kEntry,
                            .id = entry_,
                            .stage = wire::entry_stage::kSettled,
                            .rev = {1, 4, 9},
                            .state = wire::encode(state),
                            .body = "",
                            .wait = store::kNeverDue});
  }
  // On the board of its contest.
  void put_place() {
    const std::uint64_t contest =
        wire::contest_of(installation_.edition->id, wire::Round::kTrial, "E05", "worker", "150200");
    support::apply(model_, {.kind = store::Kind::kPlace,
                            .id = wire::place_id(contest, entry_),
                            .stage = wire::place_stage::kAccepted,
                            .rev = {1, 4, 9},
                            .state = wire::encode(wire::PlaceState{{1, 4, 9}, entry_}),
                            .body = ""});
  }

  // All that the service does of itself, until nothing is left of it.
  void work() {
    runtime::StepLoop loop(model_, nullptr, {}, clock_, metrics_);
    ResultTelling telling(model_, installation_, clock_, metrics_);
    telling.work_on(loop);
    while (loop.step(0)) {
    }
  }
  wire::EntryState entry() {
    return wire::decode_entry_state(support::state_of(support::read(model_, store::Kind::kEntry, entry_), entry_))
        .value();
  }
  store::Stage stage_of(const core::Id& record) { return support::read(model_, store::Kind::kScore, record).stage; }

  support::HandClock clock_;
  store::ModelStore model_{1};
  runtime::Installation installation_;
  runtime::Metrics metrics_;
  const core::Id entry_ = core::Id::from("entry-of-a-one..");
  const core::Id book_ = wire::score_book_id("2021", wire::Round::kTrial, "E05", "worker", "150200");
  const core::Id nomination_ = wire::nomination_id("2021", "E05", "150200");
};

TEST_F(ResultTellingTest, AnEntryHearsOfItsRankAndOwesANotice) {
  put_entry(accepted());
  put({1, 3, 5}, book(true));
  work();
  EXPECT_EQ(stage_of(book_), wire::score_stage::kTold);
  EXPECT_EQ(entry().result, (wire::ContestResult{1, 3, 1, 87'500'000}));
  EXPECT_TRUE(entry().has(wire::entry_flag::kNotifyResult));
}

TEST_F(ResultTellingTest, WhoIsNotNamedKnowsOfWhichNominationSoThatAnOlderOneComesTooLate) {
  put_entry(accepted());
  put({1, 9, 5}, nomination(3, true));  // behind as many as are told
  work();
  ASSERT_TRUE(entry().finals);
  EXPECT_TRUE(entry().finals->is_never());
  EXPECT_FALSE(entry().has(wire::entry_flag::kNotifyFinals)) << "nobody hears of it";
  // Whoever stood still over the nomination before tells it now.
  put(support::made_id(7), {1, 6, 5}, to_json(nomination(1, false)));
  work();
  EXPECT_TRUE(entry().finals->is_never());
  EXPECT_EQ(entry().finals->n, 9u);
}

TEST_F(ResultTellingTest, WhoNeverHeardOfAResultAndIsInNoneAnyMoreKnowsOfWhichOne) {
  put_entry(accepted());
  ScoreBook without = book(false);
  without.former = {entry_hex()};
  put({1, 9, 5}, without);
  work();
  ASSERT_TRUE(entry().result);
  EXPECT_TRUE(entry().result->is_never());
  EXPECT_FALSE(entry().has(wire::entry_flag::kNotifyResult)) << "nobody hears of it";
  put(support::made_id(7), {1, 6, 5}, to_json(book(true)));
  work();
  EXPECT_TRUE(entry().result->is_never());
  put(support::made_id(8), {1, 12, 5}, to_json(book(true)));
  work();
  EXPECT_EQ(entry().result, (wire::ContestResult{1, 12, 1, 87'500'000})) << "a newer word is heard";
}

TEST_F(ResultTellingTest, WhoHeardOfAResultAndIsInNoneAnyMoreIsTold) {
  wire::EntryState before = accepted();
  before.result = wire::ContestResult{1, 6, 1, 87'500'000};
  before.finals = wire::FinalsPlace{1, 6, Kind::kNamed, 1};
  put_entry(before);
  ScoreBook without = book(false);
  without.former = {entry_hex()};
  put({1, 9, 5}, without);
  NominationBook of_nobody = nomination(1, false);
  of_nobody.named.clear();
  of_nobody.former = {entry_hex()};
  put({1, 10, 5}, of_nobody);
  work();
  EXPECT_EQ(entry().result, (wire::ContestResult{1, 9, 0, 0}));
  EXPECT_EQ(entry().finals, (wire::FinalsPlace{1, 10, Kind::kNone, 0}));
  EXPECT_TRUE(entry().has(wire::entry_flag::kNotifyResult));
  EXPECT_TRUE(entry().has(wire::entry_flag::kNotifyFinals));
}

TEST_F(ResultTellingTest, WhatAPublicationThatTheStoreHasForgottenGaveIsTaken) {
  wire::EntryState before = accepted();
  before.result = wire::ContestResult{1, 6, 1, 87'500'000};
  before.finals = wire::FinalsPlace{1, 6, Kind::kNamed, 1};
  put_entry(before);
  put_place();
  put({2, 3, 5}, book(false));
  NominationBook of_nobody = nomination(1, false);
  of_nobody.named.clear();
  put({2, 4, 5}, of_nobody);
  work();
  EXPECT_EQ(entry().result, (wire::ContestResult{2, 3, 0, 0}));
  EXPECT_EQ(entry().finals, (wire::FinalsPlace{2, 4, Kind::kNone, 0}));
}

TEST_F(ResultTellingTest, WhoWentToAnotherDelegationHearsNothingOfItThere) {
  wire::EntryState moved = accepted();
  moved.delegation = "150100";
  put_entry(moved);
  put({1, 3, 5}, book(true));
  put({1, 4, 5}, nomination(1, false));
  work();
  EXPECT_EQ(stage_of(book_), wire::score_stage::kTold);
  EXPECT_EQ(stage_of(nomination_), wire::score_stage::kTold);
  EXPECT_FALSE(entry().result || entry().finals);
}

TEST_F(ResultTellingTest, WhoComesBackHearsOfItThoughItWasToldMeanwhile) {
  wire::EntryState moved = accepted();
  moved.delegation = "150100";
  put_entry(moved);
  put({1, 3, 5}, book(true));
  work();
  ASSERT_EQ(stage_of(book_), wire::score_stage::kTold);
  support::replace(model_, store::Kind::kEntry, entry_, wire::encode(accepted()));
  work();
  EXPECT_EQ(entry().result, (wire::ContestResult{1, 3, 1, 87'500'000}));
  EXPECT_TRUE(entry().has(wire::entry_flag::kNotifyResult));
}

TEST_F(ResultTellingTest, WhoIsNotJudgedYetIsWaitedFor) {
  put_entry({});
  put({1, 3, 5}, book(true));
  work();
  EXPECT_EQ(stage_of(book_), wire::score_stage::kPublished);
}

}  // namespace
}  // namespace naadam::scoring
