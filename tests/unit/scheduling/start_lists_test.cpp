// What contests are told of a published draw: each its starts in order, with substitutes, and nothing of the draw
// before.
#include "scheduling/rules/start_lists.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/id.hpp"

namespace naadam::scheduling {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

std::string entry(char c) { return std::string(2 * core::kIdBytes, c); }
wire::Start start(char c, std::uint16_t heat, std::uint16_t station) {
  return {core::id_from_hex(entry(c)).value(), heat, station};
}

class StartListsTest : public testing::Test {
 protected:
  StartListsTest() {
    for (const char* code : {"E04", "E05"}) {
      domain::Event& event = edition_.events.emplace_back();
      event.code = code;
      event.groups = {"worker", "student"};
    }
  }
  static DrawBook drawn(const std::string& id, std::vector<EventSeats> seats) {
    DrawBook book;
    book.delegation = "150200";
    book.phase = DrawPhase::kPublished;
    book.record.request.id = id;
    book.record.drawn.events = std::move(seats);
    return book;
  }

  domain::Edition edition_;
  const std::string document_ = std::string(32, 'd');
};

TEST_F(StartListsTest, EveryContestHearsItsStartsInTheOrderOfSeats) {
  const DrawBook book =
      drawn("d-1", {{"E04-student", {{entry('c'), {1, 1}}}},
                    {"E05-worker", {{entry('b'), {2, 1}}, {entry('e'), {1, 2}}, {entry('a'), {1, 1}}}}});
  const StartLists all = start_lists(book, document_, {}, edition_);
  EXPECT_THAT(all.unknown, IsEmpty());
  EXPECT_THAT(all.lists, ElementsAre(
                             wire::StartList{
                                 wire::Round::kTrial, "d-1", document_, "E04", "student", "150200", {start('c', 1, 1)}},
                             wire::StartList{wire::Round::kTrial,
                                             "d-1",
                                             document_,
                                             "E05",
                                             "worker",
                                             "150200",
                                             {start('a', 1, 1), start('e', 1, 2), start('b', 2, 1)}}));
}

TEST_F(StartListsTest, ASubstituteStandsInTheSeatTakenOver) {
  DrawBook book = drawn("d-1", {{"E05-worker", {{entry('a'), {1, 1}}, {entry('b'), {1, 2}}}}});
  book.moves.push_back({entry('a'), entry('c'), "病假", "甲", 5});
  const StartLists all = start_lists(book, document_, {}, edition_);
  ASSERT_THAT(all.lists, SizeIs(1));
  EXPECT_THAT(all.lists[0].starts, ElementsAre(start('c', 1, 1), start('b', 1, 2)));
}

TEST_F(StartListsTest, AContestThatARedrawHasNobodyOfHearsThatItsListIsEmpty) {
  const DrawBook before =
      drawn("d-1", {{"E04-worker", {{entry('a'), {1, 1}}}}, {"E05-worker", {{entry('b'), {1, 1}}}}});
  DrawBook given_up = drawn("d-2", {{"E05-student", {{entry('c'), {1, 1}}}}});
  given_up.phase = DrawPhase::kFrozen;  // nobody was told of it
  const DrawBook book = drawn("d-3", {{"E05-worker", {{entry('b'), {1, 2}}}}});
  const StartLists all = start_lists(book, document_, {before, given_up}, edition_);
  EXPECT_THAT(all.lists,
              ElementsAre(wire::StartList{wire::Round::kTrial, "d-3", document_, "E04", "worker", "150200", {}},
                          wire::StartList{
                              wire::Round::kTrial, "d-3", document_, "E05", "worker", "150200", {start('b', 1, 2)}}));
}

TEST_F(StartListsTest, AFinalHasOneListAnEvent) {
  DrawBook book = drawn("f-1", {{"E05", {{entry('a'), {1, 1}}}}});
  book.round = wire::Round::kFinal;
  book.delegation.clear();
  const StartLists all = start_lists(book, document_, {}, edition_);
  EXPECT_THAT(all.lists,
              ElementsAre(wire::StartList{wire::Round::kFinal, "f-1", document_, "E05", "", "", {start('a', 1, 1)}}));
}

TEST_F(StartListsTest, AnEventThatTheEditionHasNotIsNamedAndTheOthersAreTold) {
  const DrawBook book = drawn("d-1", {{"E05-worker", {{entry('a'), {1, 1}}}}, {"E99-worker", {{entry('b'), {1, 1}}}}});
  const StartLists all = start_lists(book, document_, {}, edition_);
  EXPECT_THAT(all.unknown, ElementsAre("E99-worker"));
  EXPECT_THAT(all.lists, SizeIs(1));
}

TEST_F(StartListsTest, BeforeItIsPublishedADrawSaysNothing) {
  DrawBook book = drawn("d-1", {{"E05-worker", {{entry('a'), {1, 1}}}}});
  book.phase = DrawPhase::kFrozen;
  EXPECT_THAT(start_lists(book, document_, {}, edition_).lists, IsEmpty());
}

}  // namespace
}  // namespace naadam::scheduling
