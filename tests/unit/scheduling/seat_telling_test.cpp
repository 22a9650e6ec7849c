// Whom a published draw is told to: scoring its start lists, whoever is missing; and lists that nobody was told of.
#include "scheduling/seat_telling.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <optional>

#include "core/id.hpp"
#include "runtime/documents.hpp"
#include "scheduling/rules/draw_book.hpp"
#include "store/model_store.hpp"
#include "support/edition_2021.hpp"
#include "support/hand_clock.hpp"
#include "support/one_record.hpp"
#include "wire/draw.hpp"
#include "wire/entry.hpp"
#include "wire/place.hpp"
#include "wire/stages.hpp"
#include "wire/start_list.hpp"

namespace naadam::scheduling {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class SeatTellingTest : public testing::Test {
 protected:
  SeatTellingTest() { installation_.edition = std::make_shared<const domain::Edition>(support::edition_2021()); }

  // A published draw of one seat in the contest of E05 workers; `past` names the books before it.
  DrawBook book(const std::string& id, const std::string& contest, std::vector<PastDraw> past = {}) const {
    DrawBook book;
    book.delegation = "150200";
    book.phase = DrawPhase::kPublished;
    book.record.edition = installation_.edition->version;
    book.record.request.id = id;
    book.record.request.events = {{contest, {{core::to_hex(entry_.view()), {}}}, {{1, 1}}}};
    book.record.drawn.events = {{contest, {{core::to_hex(entry_.view()), {2, 5}}}}};
    book.past = std::move(past);
    return book;
  }
  std::string kept(const DrawBook& of) { return runtime::keep_document(model_, to_json(of)).value(); }
  void put_draw(store::Stage stage, const core::Rev& rev, const DrawBook& of) {
    support::admit(model_, {.kind = store::Kind::kDraw,
                            .id = draw_,
                            .stage = stage,
                            .rev = rev,
                            .state = wire::encode(wire::DrawState{kept(of)}),
                            .body = "",
                            .wait = stage == wire::draw_stage::kPublished ? 0 : store::kNeverDue});
  }
  // An accepted entry of E05 workers.
  static wire::EntryState standing_in(const std::string& delegation) {
    wire::EntryState state;
    state.edition = 1;
    state.verdict = wire::Verdict::kAccepted;
    state.event = "E05";
    state.group = "worker";
    state.delegation = delegation;
    return state;
  }
  void put_entry(const std::string& delegation = "150200", std::optional<wire::Seat> seat = {},
                 std::uint64_t edition = 1) {
    wire::EntryState state = standing_in(delegation);
    state.edition = edition;
    state.seat = seat;
    support::admit(model_, {.kind = store::Kind::kEntry,
                            .id = entry_,
                            .stage = wire::entry_stage::kSettled,
                            .rev = {1, 4, 9},
                            .state = wire::encode(state),
                            .body = "",
                            .wait = store::kNeverDue});
  }
  // All that a service does of itself, until nothing is left of it.
  void work() {
    runtime::StepLoop loop(model_, nullptr, {}, clock_, metrics_);
    SeatTelling telling(model_, installation_, clock_, metrics_);
    telling.work_on(loop);
    while (loop.step(0)) {
    }
  }
  store::Record list_of(std::string_view event) {
    return support::read(
        model_, store::Kind::kStartList,
        wire::start_list_id(installation_.edition->id, wire::Round::kTrial, event, "worker", "150200"));
  }
  wire::StartListState state_of(std::string_view event) {
    const core::Id id = wire::start_list_id(installation_.edition->id, wire::Round::kTrial, event, "worker", "150200");
    return wire::decode_start_list_state(support::state_of(list_of(event), id)).value();
  }
  wire::StartList told(std::string_view event) {
    return wire::decode_start_list(runtime::read_document(model_, state_of(event).document).value()).value();
  }
  std::optional<wire::Seat> seat() {
    const store::Record record = support::read(model_, store::Kind::kEntry, entry_);
    return wire::decode_entry_state(support::state_of(record, entry_)).value().seat;
  }
  store::Stage stage_of_draw() { return support::read(model_, store::Kind::kDraw, draw_).stage; }

  support::HandClock clock_;
  store::ModelStore model_{1};
  runtime::Installation installation_;
  runtime::Metrics metrics_;
  const core::Id entry_ = core::Id::from("entry-of-a-one..");
  const core::Id draw_ = wire::draw_id("2021", wire::Round::kTrial, "150200");
};

TEST_F(SeatTellingTest, ScoringHearsOfADrawUnderItsRevAndTheDrawIsTold) {
  put_entry();
  put_draw(wire::draw_stage::kPublished, {1, 7, 3}, book("d-1", "E05-worker"));
  work();
  EXPECT_EQ(stage_of_draw(), wire::draw_stage::kTold);
  EXPECT_EQ(list_of("E05").stage, wire::start_list_stage::kKnown);
  EXPECT_EQ(state_of("E05").source.n, 7u);
  EXPECT_EQ(list_of("E05").rev, state_of("E05").source);
  EXPECT_THAT(told("E05").starts, ElementsAre(wire::Start{entry_, 2, 5}));
  EXPECT_EQ(told("E05").draw_document, kept(book("d-1", "E05-worker")));
}

TEST_F(SeatTellingTest, WhoWentToAnotherDelegationGetsNoSeatThere) {
  put_entry("150100");
  put_draw(wire::draw_stage::kPublished, {1, 7, 3}, book("d-1", "E05-worker"));
  work();
  EXPECT_EQ(stage_of_draw(), wire::draw_stage::kTold);
  EXPECT_FALSE(seat());
}

TEST_F(SeatTellingTest, WhoComesBackGetsItsSeatThoughTheDrawWasToldMeanwhile) {
  put_entry("150100");
  put_draw(wire::draw_stage::kPublished, {1, 7, 3}, book("d-1", "E05-worker"));
  work();
  ASSERT_EQ(stage_of_draw(), wire::draw_stage::kTold);
  support::replace(model_, store::Kind::kEntry, entry_, wire::encode(standing_in("150200")));
  work();
  EXPECT_EQ(seat(), (wire::Seat{1, 7, 2, 5}));
}

TEST_F(SeatTellingTest, WhoStandsOnItsBoardWithASeatThatNoDrawGivesLosesIt) {
  const std::uint64_t contest =
      wire::contest_of(installation_.edition->id, wire::Round::kTrial, "E05", "worker", "150200");
  const core::Id place = wire::place_id(contest, entry_);
  support::apply(model_, {.kind = store::Kind::kPlace,
                          .id = place,
                          .stage = wire::place_stage::kAccepted,
                          .rev = {1, 4, 9},
                          .state = wire::encode(wire::PlaceState{{1, 4, 9}, entry_}),
                          .body = ""});
  put_entry("150200", wire::Seat{1, 6, 3, 3});  // of a publication that the store has forgotten
  DrawBook without = book("d-1", "E05-worker");
  without.record.request.events[0].entries.clear();
  without.record.drawn.events[0].seats.clear();
  put_draw(wire::draw_stage::kPublished, {2, 7, 3}, without);
  work();
  EXPECT_EQ(stage_of_draw(), wire::draw_stage::kTold);
  ASSERT_TRUE(seat());
  EXPECT_EQ(seat()->heat, 0);
}

TEST_F(SeatTellingTest, WhoIsNotJudgedYetIsWaitedFor) {
  put_entry("", {}, 0);
  put_draw(wire::draw_stage::kPublished, {1, 7, 3}, book("d-1", "E05-worker"));
  work();
  EXPECT_EQ(stage_of_draw(), wire::draw_stage::kPublished);
}

TEST_F(SeatTellingTest, ScoringHearsOfItThoughAnEntryIsNotThere) {
  put_draw(wire::draw_stage::kPublished, {1, 7, 3}, book("d-1", "E05-worker"));
  work();
  EXPECT_EQ(stage_of_draw(), wire::draw_stage::kPublished);
  EXPECT_TRUE(list_of("E05").found);
}

TEST_F(SeatTellingTest, AContestThatARedrawHasNobodyOfHearsIt) {
  put_entry();
  const std::string past = core::to_hex(kept(book("d-1", "E04-worker")));
  put_draw(wire::draw_stage::kPublished, {1, 12, 3}, book("d-2", "E05-worker", {{"d-1", past, "停电"}}));
  work();
  EXPECT_THAT(told("E04").starts, IsEmpty());
  EXPECT_EQ(told("E04").draw, "d-2");
  EXPECT_THAT(told("E05").starts, ElementsAre(wire::Start{entry_, 2, 5}));
}

TEST_F(SeatTellingTest, AnOlderWordComesTooLate) {
  put_entry();
  put_draw(wire::draw_stage::kPublished, {1, 7, 3}, book("d-1", "E05-worker"));
  const core::Id id = wire::start_list_id(installation_.edition->id, wire::Round::kTrial, "E05", "worker", "150200");
  const core::Rev newer{1, 9, 4};
  support::apply(model_, {.kind = store::Kind::kStartList,
                          .id = id,
                          .stage = wire::start_list_stage::kKnown,
                          .rev = newer,
                          .state = wire::encode(wire::StartListState{newer, std::string(32, 'd')}),
                          .body = ""});
  work();
  EXPECT_EQ(state_of("E05").source, newer);
  EXPECT_EQ(stage_of_draw(), wire::draw_stage::kTold);
}

TEST_F(SeatTellingTest, WhoNeverHadASeatAndHasNoneKnowsOfWhichDrawSoThatAnOlderOneComesTooLate) {
  put_entry();
  DrawBook moved = book("d-1", "E05-worker");
  moved.moves = {{core::to_hex(entry_.view()), std::string(32, 'e'), "替补", "甲", 1}};
  put_draw(wire::draw_stage::kPublished, {1, 9, 3}, moved);
  work();
  ASSERT_TRUE(seat());
  EXPECT_TRUE(seat()->is_never());
  EXPECT_EQ(seat()->n, 9u);
  const store::Record record = support::read(model_, store::Kind::kEntry, entry_);
  const auto state = wire::decode_entry_state(support::state_of(record, entry_));
  EXPECT_FALSE(state->has(wire::entry_flag::kNotifySeat)) << "nobody hears of it";
}

TEST_F(SeatTellingTest, AfterTheEpochRoseScoringIsToldAgainUnderIt) {
  put_entry();
  put_draw(wire::draw_stage::kPublished, {1, 7, 3}, book("d-1", "E05-worker"));
  runtime::StepLoop loop(model_, nullptr, {}, clock_, metrics_);
  SeatTelling telling(model_, installation_, clock_, metrics_);
  telling.work_on(loop);
  const auto rest = [&loop] {
    while (loop.step(0)) {
    }
  };
  rest();
  ASSERT_EQ(stage_of_draw(), wire::draw_stage::kTold);
  model_.raise_epoch();
  for (int step = 0; step < 400; ++step) {  // in steps of the walk, past its grace
    clock_.at += 50;
    rest();
  }
  EXPECT_EQ(stage_of_draw(), wire::draw_stage::kTold);
  EXPECT_EQ(state_of("E05").source.epoch, model_.epoch());
  EXPECT_THAT(told("E05").starts, ElementsAre(wire::Start{entry_, 2, 5}));
}

// As a program that knew no start lists left it.
TEST_F(SeatTellingTest, ListsOfADrawThatWasToldBeforeAreToldAfterTheStart) {
  put_draw(wire::draw_stage::kTold, {1, 8, 3}, book("d-1", "E05-worker"));
  work();
  EXPECT_EQ(stage_of_draw(), wire::draw_stage::kTold);
  ASSERT_TRUE(list_of("E05").found);
  EXPECT_THAT(told("E05").starts, ElementsAre(wire::Start{entry_, 2, 5}));
  EXPECT_EQ(state_of("E05").source.n, 8u);
}

TEST_F(SeatTellingTest, AToldDrawThatCannotBeReadKeepsNoOtherFromBeingTold) {
  put_draw(wire::draw_stage::kTold, {1, 8, 3}, book("d-1", "E05-worker"));
  support::admit(model_, {.kind = store::Kind::kDraw,
                          .id = wire::draw_id("2021", wire::Round::kTrial, "150100"),
                          .stage = wire::draw_stage::kTold,
                          .rev = {1, 8, 3},
                          .state = wire::encode(wire::DrawState{std::string(32, 'x')}),
                          .body = "",
                          .wait = store::kNeverDue});
  work();
  EXPECT_TRUE(list_of("E05").found);
}

}  // namespace
}  // namespace naadam::scheduling
