#include "wire/place.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

#include "bodies.hpp"
#include "wire/stages.hpp"

namespace naadam::wire {
namespace {

RC_GTEST_PROP(PlaceStateCodec, ComesBackAsItWas, ()) {
  const PlaceState state{{some<std::uint32_t>(), some<std::uint32_t>(), some<std::uint64_t>()}, some_id()};
  const std::string bytes = encode(state);
  const auto read = decode_place_state(bytes);
  RC_ASSERT(read);
  RC_ASSERT(read->source == state.source && read->entry == state.entry);
  expect_cut_and_flipped_are_safe(bytes, decode_place_state);
}

TEST(Place, ItsIdBeginsWithItsContestAndTellsEntriesApart) {
  const std::uint64_t contest = contest_of("2021", Round::kTrial, "E01", "Z", "15-01");
  const core::Id a = core::Id::from("0123456789abcdef");
  const core::Id b = core::Id::from("0123456789abcdeg");
  EXPECT_EQ(contest_in(place_id(contest, a)), contest);
  EXPECT_EQ(place_id(contest, a).view().substr(0, 8), board_of(contest));
  EXPECT_NE(place_id(contest, a), place_id(contest, b));
}

TEST(Place, EveryPartOfAContestCounts) {
  const std::set<std::uint64_t> different{
      contest_of("2021", Round::kTrial, "E01", "Z", "15-01"), contest_of("2022", Round::kTrial, "E01", "Z", "15-01"),
      contest_of("2021", Round::kFinal, "E01", "Z", "15-01"), contest_of("2021", Round::kTrial, "E02", "Z", "15-01"),
      contest_of("2021", Round::kTrial, "E01", "S", "15-01"), contest_of("2021", Round::kTrial, "E01", "Z", "15-02"),
      contest_of("2021", Round::kTrial, "E01Z", "", "15-01")};
  EXPECT_EQ(different.size(), 7U);
}

TEST(Place, ABoardCountsByTheVerdictAndAWithdrawalFirst) {
  EntryState state;
  state.verdict = Verdict::kAccepted;
  EXPECT_EQ(stage_on_board(state), place_stage::kAccepted);
  state.flags = entry_flag::kWithdrawn;
  EXPECT_EQ(stage_on_board(state), place_stage::kWithdrawn);
  state.flags = entry_flag::kConflict;
  state.verdict = Verdict::kReturned;
  EXPECT_EQ(stage_on_board(state), place_stage::kReturned);
}

}  // namespace
}  // namespace naadam::wire
