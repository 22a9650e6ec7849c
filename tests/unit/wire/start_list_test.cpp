#include "wire/start_list.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "bodies.hpp"
#include "wire/draw.hpp"
#include "wire/score.hpp"

namespace naadam::wire {
namespace {

RC_GTEST_PROP(StartListCodec, ComesBackAsItWas, ()) {
  const StartList list = some_start_list();
  const std::string bytes = encode(list);
  const auto read = decode_start_list(bytes);
  RC_ASSERT(read);
  RC_ASSERT(*read == list);
  expect_cut_and_flipped_are_safe(bytes, decode_start_list);
}

TEST(StartListCodec, ASeatTwiceOutOfOrderOrWithoutNumberIsRefused) {
  StartList list;
  list.draw_document.assign(StartListState::kNameBytes, 'd');
  for (const auto& [second_heat, second_station] :
       {std::pair(1, 2), std::pair(1, 1), std::pair(0, 3), std::pair(2, 0)}) {
    list.starts = {{{}, 1, 2},
                   {{}, static_cast<std::uint16_t>(second_heat), static_cast<std::uint16_t>(second_station)}};
    EXPECT_EQ(decode_start_list(encode(list)).error().kind, core::ErrorKind::kCorrupt) << second_heat;
  }
  list.starts = {{{}, 1, 2}, {{}, 1, 3}, {{}, 2, 1}};
  EXPECT_EQ(decode_start_list(encode(list))->starts, list.starts);
}

TEST(StartListCodec, ARoundThatIsNoneIsRefused) {
  StartList list;
  list.draw_document.assign(StartListState::kNameBytes, 'd');
  list.round = static_cast<Round>(3);
  EXPECT_EQ(decode_start_list(encode(list)).error().kind, core::ErrorKind::kCorrupt);
}

RC_GTEST_PROP(StartListStateCodec, ComesBackAsItWas, ()) {
  StartListState state{{some<std::uint32_t>(), some<std::uint32_t>(), some<std::uint64_t>()},
                       some_start_list().draw_document};
  const std::string bytes = encode(state);
  const auto read = decode_start_list_state(bytes);
  RC_ASSERT(read && read->source == state.source && read->document == state.document);
  RC_ASSERT(bytes.starts_with(state.source.bytes()));  // where apply() looks for it
  expect_cut_and_flipped_are_safe(bytes, decode_start_list_state);
}

RC_GTEST_PROP(ScoreStateCodec, ComesBackAsItWas, ()) {
  const ScoreState state{some_start_list().draw_document};
  const std::string bytes = encode(state);
  const auto read = decode_score_state(bytes);
  RC_ASSERT(read && read->document == state.document);
  expect_cut_and_flipped_are_safe(bytes, decode_score_state);
}

TEST(StartList, TheNumberOfAStartIsItsHeatAndStation) {
  EXPECT_EQ(start_number(2, 5), "2-05");
  EXPECT_EQ(start_number(12, 10), "12-10");
  EXPECT_EQ(start_number(1, 100), "1-100");
}

// Each of these lies on the contest's shard or is a record of its own: no two may be the same.
TEST(StartList, WhatBelongsToOneContestHasIdsOfItsOwn) {
  const std::uint64_t contest = contest_of("2021", Round::kTrial, "E05", "worker", "150200");
  const std::vector<core::Id> ids{start_list_id("2021", Round::kTrial, "E05", "worker", "150200"),
                                  score_book_id("2021", Round::kTrial, "E05", "worker", "150200"),
                                  start_list_id("2021", Round::kFinal, "E05", "", ""),
                                  score_book_id("2021", Round::kFinal, "E05", "", ""),
                                  scheme_id("2021", Round::kTrial, "E05"),
                                  scheme_id("2021", Round::kFinal, "E05"),
                                  nomination_id("2021", "E05", "150200"),
                                  nomination_id("2021", "E05", "150100")};
  for (std::size_t i = 0; i < ids.size(); ++i) {
    for (std::size_t k = i + 1; k < ids.size(); ++k) EXPECT_NE(ids[i], ids[k]) << i << ' ' << k;
  }
  EXPECT_EQ(contest_in(ids[0]), contest);
  EXPECT_EQ(contest_in(ids[1]), contest);
}

}  // namespace
}  // namespace naadam::wire
