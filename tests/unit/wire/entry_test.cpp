#include "wire/entry.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "bodies.hpp"

namespace naadam::wire {
namespace {

RC_GTEST_PROP(EntryBodyCodec, ComesBackAsItWas, ()) {
  const EntryBody body = some_entry_body();
  const std::string bytes = encode(body);
  const auto read = decode_entry_body(bytes);
  RC_ASSERT(read);
  RC_ASSERT(read->claims == body.claims);
  expect_cut_and_flipped_are_safe(bytes, decode_entry_body);
}

RC_GTEST_PROP(EntryStateCodec, ComesBackAsItWas, ()) {
  const EntryState state = some_entry_state();
  const std::string bytes = encode(state);
  const auto read = decode_entry_state(bytes);
  RC_ASSERT(read);
  RC_ASSERT(encode(*read) == bytes);
  RC_ASSERT(read->edition == state.edition && read->verdict == state.verdict && read->flags == state.flags);
  RC_ASSERT(read->decision == state.decision && read->has_recipient == state.has_recipient);
  RC_ASSERT(read->recipient == state.recipient && read->event == state.event && read->group == state.group);
  RC_ASSERT(read->delegation == state.delegation && read->targets == state.targets);
  RC_ASSERT(read->left == state.left && read->seat == state.seat);
  RC_ASSERT(read->result == state.result && read->finals == state.finals);
  expect_cut_and_flipped_are_safe(bytes, decode_entry_state);
}

RC_GTEST_PROP(RowMarkCodec, ComesBackAsItWas, ()) {
  const RowMark mark{some<std::uint32_t>(), some<std::uint32_t>(), some_verdict(), some<std::uint8_t>(),
                     some_reasons()};
  std::string bytes;
  put_mark(bytes, mark);
  RC_ASSERT(bytes.size() == RowMark::kBytes);
  const RowMark read = get_mark(bytes);
  RC_ASSERT(read.epoch == mark.epoch && read.n == mark.n && read.verdict == mark.verdict);
  RC_ASSERT(read.flags == mark.flags && read.reasons == mark.reasons);
}

TEST(EntryCodec, AnotherFormIsRefused) {
  std::string bytes = encode(EntryState{});
  bytes[0] = 2;
  EXPECT_EQ(decode_entry_state(bytes).error().kind, core::ErrorKind::kCorrupt);
}

TEST(EntryCodec, AnUnknownVerdictIsRefusedWhereverItStands) {
  EntryState state;
  state.targets.resize(2);
  for (Verdict* verdict : {&state.verdict, &state.targets[1].verdict}) {
    *verdict = static_cast<Verdict>(5);
    EXPECT_EQ(decode_entry_state(encode(state)).error().kind, core::ErrorKind::kCorrupt);
    *verdict = Verdict::kAccepted;
    EXPECT_TRUE(decode_entry_state(encode(state)));
  }
}

TEST(EntryCodec, ClaimsUpToTheLimitAreReadAndOneMoreIsRefused) {
  EntryBody body;
  body.claims.resize(EntryBody::kClaimsMax);
  EXPECT_EQ(decode_entry_body(encode(body))->claims.size(), EntryBody::kClaimsMax);
  body.claims.emplace_back();
  EXPECT_EQ(decode_entry_body(encode(body)).error().kind, core::ErrorKind::kCorrupt);
}

// What encode() never writes is refused: one state has one form of bytes.
TEST(EntryCodec, AFlagNeitherSetNorClearAndACodeTooLongAreRefused) {
  static constexpr std::size_t kHasRecipientAt = 1 + 8 + 1 + 1 + 8;
  static constexpr std::size_t kEventAt = kHasRecipientAt + 1;
  std::string bytes = encode(EntryState{});
  bytes[kHasRecipientAt] = 2;
  EXPECT_EQ(decode_entry_state(bytes).error().kind, core::ErrorKind::kCorrupt);
  bytes = encode(EntryState{});
  bytes.replace(kEventAt, 1, std::string(1, 17) + std::string(17, 'c'));
  EXPECT_EQ(decode_entry_state(bytes).error().kind, core::ErrorKind::kCorrupt);
}

TEST(EntryCodec, AResultOrAPlaceThatSaysNothingSensibleIsRefused) {
  EntryState state;
  for (const ContestResult& result : {ContestResult{1, 0, 1, 5}, {1, 1, 0, 5}, {1, 0, 0, 1}, {1, 1, 2, -5}}) {
    state.result = result;
    EXPECT_EQ(decode_entry_state(encode(state)).error().kind, core::ErrorKind::kCorrupt);
  }
  state.result = ContestResult{1, 1, 2, 5};
  EXPECT_TRUE(decode_entry_state(encode(state)));
  using Kind = FinalsPlace::Kind;
  for (const FinalsPlace& finals : {FinalsPlace{1, 0, Kind::kNamed, 1},
                                    {1, 1, Kind::kNone, 2},
                                    {1, 0, Kind::kNone, 1},
                                    {1, 1, Kind::kNamed, 0},
                                    {1, 1, Kind(3), 1}}) {
    state.finals = finals;
    EXPECT_EQ(decode_entry_state(encode(state)).error().kind, core::ErrorKind::kCorrupt);
  }
  state.finals = FinalsPlace{1, 1, Kind::kNone, 0};
  EXPECT_TRUE(decode_entry_state(encode(state)));
}

TEST(EntryCodec, ThatThereNeverWasAResultOrAPlaceComesBackAndIsNotOwed) {
  EntryState state;
  state.has_recipient = true;
  state.result = ContestResult{3, 7, 0, 1};
  state.finals = FinalsPlace{3, 8, FinalsPlace::Kind::kNone, 1};
  state.owe_notices();
  const auto read = decode_entry_state(encode(state));
  ASSERT_TRUE(read);
  EXPECT_TRUE(read->result == state.result && read->result->is_never());
  EXPECT_TRUE(read->finals == state.finals && read->finals->is_never());
  EXPECT_EQ(read->flags, entry_flag::kNotify);
}

TEST(EntryCodec, FlagsAreTakenOutOfAStateWhateverPartsItHas) {
  EntryState state = EntryState{};
  state.flags = 0xFF;
  state.result = ContestResult{1, 1, 2, 5};
  std::string bytes = encode(state);
  clear_flags(bytes, entry_flag::kNotices);
  const auto read = decode_entry_state(bytes);
  EXPECT_EQ(read->flags, 0xFF & ~entry_flag::kNotices);
  EXPECT_TRUE(read->has(row_flag::kOvertaken));  // a mark's, not ours to take
  EXPECT_EQ(read->result, state.result);
}

TEST(ContestResult, ATotalIsPrintedExactlyAndNoLongerThanItMust) {
  for (const auto& [total, text] : {std::pair<std::int64_t, const char*>{0, "0"},
                                    {87'500'000, "87.5"},
                                    {100'000'000, "100"},
                                    {1, "0.000001"},
                                    {90'000'010, "90.00001"},
                                    {INT64_MAX, "9223372036854.775807"}}) {
    EXPECT_EQ((ContestResult{1, 1, 1, total}.total_text()), text);
  }
}

TEST(EntryCodec, ACodeThatIsTooLongIsCutToItsLimit) {
  EntryState state;
  state.event = "a-code-of-17bytes";
  EXPECT_EQ(decode_entry_state(encode(state))->event, "a-code-of-17byte");
}

TEST(RuleReasons, FindingsComeBackFromTheirReasons) {
  Findings findings;
  for (std::size_t i = 0; i < kRules; ++i) {
    const auto rule = static_cast<Rule>(i);
    const std::uint16_t code = i % 4 == 0 ? 9 : i % 4 == 1 ? 59 : i % 4 == 2 ? 79 : 80;
    findings[i] = {rule, static_cast<RuleResult>(i % 4), static_cast<std::uint16_t>(100 * i + code), 0};
  }
  findings[static_cast<std::size_t>(Rule::kTeam)].detail = 7;
  findings[static_cast<std::size_t>(Rule::kAgeMin)].detail = 300;  // kept up to 255
  const RuleReasons reasons = RuleReasons::of(findings);
  findings[static_cast<std::size_t>(Rule::kAgeMin)].detail = 255;
  for (const Finding& finding : findings) EXPECT_EQ(reasons.at(finding.rule), finding) << rule_name(finding.rule);
}

}  // namespace
}  // namespace naadam::wire
