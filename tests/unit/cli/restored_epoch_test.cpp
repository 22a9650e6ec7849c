#include <gtest/gtest.h>

#include <cstdint>

#include "cli/keeping/manifest.hpp"

namespace naadam::cli {
namespace {

constexpr core::Millis kMadeAt = 1'790'000'000'000;
constexpr std::uint32_t kMadeAtS = 1'790'000'000;
constexpr core::Millis kHour = 3'600'000;

Manifest made_under(std::uint32_t epoch, core::Millis made_at = kMadeAt) {
  Manifest manifest;
  manifest.epoch = epoch;
  manifest.made_at = made_at;
  return manifest;
}

TEST(RestoredEpoch, IsTheSecondsOfNow) { EXPECT_EQ(restored_epoch(made_under(8), kMadeAt + kHour), kMadeAtS + 3'600); }

TEST(RestoredEpoch, IsAboveThatOfAnEarlierRestoreAndWhateverFollowedIt) {
  const std::uint32_t first = restored_epoch(made_under(8), kMadeAt + kHour);
  const std::uint32_t again = restored_epoch(made_under(8), kMadeAt + 2 * kHour);
  EXPECT_GT(again, first + 1'000) << "promotions in that hour";
  EXPECT_GT(restored_epoch(made_under(first + 3, kMadeAt + 2 * kHour), kMadeAt + 3 * kHour), first + 1'000);
}

TEST(RestoredEpoch, AClockThatIsFarBehindCountsNotBelowTheBackup) {
  EXPECT_EQ(restored_epoch(made_under(8), 0), kMadeAtS);
  EXPECT_EQ(restored_epoch(made_under(8), -kHour), kMadeAtS);
}

TEST(RestoredEpoch, AClockThatOnceWasFarAheadLeavesAStride) {
  constexpr std::uint32_t kAhead = 3'000'000'000;
  EXPECT_EQ(restored_epoch(made_under(kAhead), kMadeAt), kAhead + kEpochStride);
}

TEST(RestoredEpoch, AClockBeyondWhatAnEpochHoldsDoesNotCount) {
  EXPECT_EQ(restored_epoch(made_under(8), INT64_MAX), kMadeAtS);
  EXPECT_EQ(restored_epoch(made_under(8, INT64_MAX), kMadeAt), kMadeAtS);
  EXPECT_EQ(restored_epoch(made_under(kEpochMax), kMadeAt), kEpochMax + kEpochStride);
}

}  // namespace
}  // namespace naadam::cli
