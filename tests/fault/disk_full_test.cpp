// The disk full while files come in: Redis cannot write its log and ends, uploads, messages, history and logs cannot be
// written. Whoever hands in is told; once there is room everything goes on, and nobody had to start anything.
#include <gtest/gtest.h>

#include <algorithm>

#include "fault_run.hpp"
#include "history/walk.hpp"

namespace naadam::fault {
namespace {

constexpr std::size_t kDiskMb = 96;              // Redis does not start with less than 64 MB of room
constexpr std::uint64_t kLeftBytes = 32u << 10;  // a few files, so that most are still to come however slow the rest is
constexpr std::uint64_t kLeftAtContests = 8u << 10;
constexpr core::Millis kFillMs = 20'000;
constexpr core::Millis kFullMs = 3'000;
constexpr core::Millis kToldMs = 6'000;  // twice what it takes until whoever hands in is told

class DiskFull : public Fault {
 public:
  support::InstallationOptions options() const override { return {.winners = {}, .disk_mb = kDiskMb}; }
  // A message that could not be written is tried again after a pause that grows.
  Expected expected() const override { return {.recover_ms = 60'000, .rest_ms = 120'000}; }

  void happen(Run& run) override {
    support::Installation& installation = run.installation();
    if (at_contests()) run.await_load();
    const std::uint64_t left = at_contests() ? kLeftAtContests : kLeftBytes;
    installation.disk().fill_but(left + run.random().below(left));
    // Whoever comes first finds it full; Redis, which writes most, ends.
    ASSERT_TRUE(support::await(run.clock(), kFillMs, [&] {
      installation.tend(0);
      return !installation.runs("redis");
    }));
    if (at_contests()) {
      run.tend_for(kFullMs);
      EXPECT_FALSE(installation.runs("redis"));
      installation.disk().make_room();
      return run.struck();
    }
    const std::size_t receipts = run.officer().receipts();
    EXPECT_LT(receipts, sample().files().size() - 1);
    run.tend_for(kFullMs);
    asking::Peers peers(installation.settings().common, run.clock());
    const auto told = core::Deadline::in(run.clock(), kToldMs);
    const auto refused = cli::hand_in(sample().files().back().order, peers, run.clock(), 0);
    ASSERT_FALSE(refused);
    EXPECT_GT(told.left(run.clock()), 0);
    EXPECT_EQ(refused.error().cause, "answered by the service") << refused.error().text;
    EXPECT_TRUE(asking::may_pass(refused.error())) << refused.error().cause;
    EXPECT_EQ(run.officer().receipts(), receipts);
    EXPECT_FALSE(installation.runs("redis"));
    installation.disk().make_room();
    run.struck();
  }

  void over(Run& run) override {
    const auto history = history::walk(run.installation().home().dir() / "history", {});
    ASSERT_TRUE(history) << history.error().cause;
    EXPECT_TRUE(std::ranges::none_of(history->findings, history::is_damage, &history::Finding::kind));
  }
};

TEST(DiskFullTest, EachPartSaysSoAndGoesOnWhenThereIsRoom) {
  if (!support::SmallDisk::permitted()) GTEST_SKIP() << "mounting a tmpfs is not permitted here";
  play("disk full, then room", [](std::uint64_t) { return std::make_unique<DiskFull>(); });
}

TEST(DiskFullTest, WhatWasPublishedIsToldWhenThereIsRoom) {
  if (!support::SmallDisk::permitted()) GTEST_SKIP() << "mounting a tmpfs is not permitted here";
  for (const auto& [moment, name] : {std::pair(Fault::When::kSeats, "disk full, then room; seats told"),
                                     std::pair(Fault::When::kResults, "disk full, then room; results told")}) {
    play(name, [at = moment](std::uint64_t) { return std::make_unique<AtContests<DiskFull>>(at); });
  }
}

}  // namespace
}  // namespace naadam::fault
