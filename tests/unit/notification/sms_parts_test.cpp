#include "notification/rules/sms_parts.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <vector>

namespace naadam::notification {
namespace {

constexpr std::string_view kHan = "赛";      // one unit
constexpr std::string_view kRareHan = "𠮷";  // two units

std::string times(std::string_view text, std::size_t n) {
  std::string out;
  for (std::size_t i = 0; i < n; ++i) out += text;
  return out;
}

TEST(SmsParts, EmptyTextHasNoPart) {
  EXPECT_EQ(sms_parts("").units, 0u);
  EXPECT_EQ(sms_parts("").parts, 0u);
}

TEST(SmsParts, SeventyUnitsAreOnePartAndSeventyOneAreTwo) {
  EXPECT_EQ(sms_parts(times(kHan, 70)).parts, 1u);
  EXPECT_EQ(sms_parts(times(kHan, 71)).parts, 2u);
}

TEST(SmsParts, LongTextIsCutAtSixtySeven) {
  EXPECT_EQ(sms_parts(times(kHan, 134)).parts, 2u);
  EXPECT_EQ(sms_parts(times(kHan, 135)).parts, 3u);
  EXPECT_EQ(sms_parts(times(kHan, 201)).parts, 3u);
  EXPECT_EQ(sms_parts(times(kHan, 202)).parts, 4u);
}

TEST(SmsParts, AsciiGetsNoDiscount) {
  EXPECT_EQ(sms_parts(times("a", 70)).parts, 1u);
  EXPECT_EQ(sms_parts(times("a", 71)).parts, 2u);
}

TEST(SmsParts, SurrogatePairCountsTwo) {
  EXPECT_EQ(sms_parts(times(kRareHan, 35)).units, 70u);
  EXPECT_EQ(sms_parts(times(kRareHan, 35)).parts, 1u);
  EXPECT_EQ(sms_parts(times(kRareHan, 36)).parts, 2u);
}

TEST(SmsParts, PairOnTheBoundaryMovesWholeToTheNextPart) {
  // Of 66 + pair + 66 = 134 units two parts would do, if the pair could be split at unit 67.
  const std::string text = times(kHan, 66) + std::string(kRareHan) + times(kHan, 66);
  EXPECT_EQ(sms_parts(text).units, 134u);
  EXPECT_EQ(sms_parts(text).parts, 3u);
}

TEST(SmsParts, BrokenByteCountsAsOneUnit) {
  EXPECT_EQ(sms_parts("a\xFF"
                      "b")
                .units,
            3u);
  EXPECT_EQ(sms_parts("\xE8\xB5").units, 1u);  // the beginning of a character, cut off
}

// Cuts the text as a gateway would, unit by unit, into a list of parts.
std::size_t parts_by_cutting(const std::vector<bool>& pairs) {
  std::size_t units = 0;
  for (const bool pair : pairs) units += pair ? 2 : 1;
  if (units <= kSingleUnitsMax) return units > 0 ? 1 : 0;
  std::vector<std::size_t> parts{0};
  for (const bool pair : pairs) {
    const std::size_t width = pair ? 2 : 1;
    if (parts.back() + width > kPartUnitsMax) parts.push_back(0);
    parts.back() += width;
  }
  return parts.size();
}

RC_GTEST_PROP(SmsParts, AgreesWithCuttingTheTextUp, ()) {
  const auto pairs = *rc::gen::resize(400, rc::gen::arbitrary<std::vector<bool>>());
  std::string text;
  for (const bool pair : pairs) text += pair ? kRareHan : kHan;
  const SmsParts counted = sms_parts(text);
  RC_ASSERT(counted.parts == parts_by_cutting(pairs));
  if (counted.units > kSingleUnitsMax) RC_ASSERT(counted.parts >= (counted.units + 66) / 67);
}

TEST(KeepPairsWhole, BlankMovesThePairAndNothingElseChanges) {
  const std::string before = times(kHan, 66);
  EXPECT_EQ(keep_pairs_whole(before + "𠮷" + before), before + " 𠮷" + before);
  EXPECT_EQ(keep_pairs_whole(times(kHan, 65) + "𠮷" + before), times(kHan, 65) + "𠮷" + before);
  EXPECT_EQ(keep_pairs_whole(before + "𠮷"), before + "𠮷");  // 68 units: one part, not cut at all
}

RC_GTEST_PROP(KeepPairsWhole, CuttingEverySixtySevenUnitsSplitsNoPair, ()) {
  const auto pairs = *rc::gen::resize(400, rc::gen::arbitrary<std::vector<bool>>());
  std::string text;
  for (const bool pair : pairs) text += pair ? kRareHan : kHan;
  const std::string kept = keep_pairs_whole(text);
  const SmsParts counted = sms_parts(kept);
  if (counted.parts > 1) {
    RC_ASSERT(counted.parts == (counted.units + kPartUnitsMax - 1) / kPartUnitsMax);
  } else {
    RC_ASSERT(kept == text);
  }
}

}  // namespace
}  // namespace naadam::notification
