// A gateway that takes half a second over each message, for two minutes. What waits for it waits in the store: the
// sender's memory stays what it was, verdicts and outcomes come as ever, and when the gateway is itself again everybody
// is told, once.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "gateway_fault.hpp"
#include "support/resident.hpp"

namespace naadam::fault {
namespace {

class SlowSink : public GatewayFault {
 public:
  const support::Sample& sample() const override {
    static const support::Sample made({.rows = 12'000, .files = 60, .seed = 11, .percents = {}});
    return made;
  }

  void happen(Run& run) override {
    support::Installation& installation = run.installation();
    run.await_load();
    gateway_.take_ms(kSlowMs);
    const std::size_t before_mb = support::resident_mb(installation.pid_of("notification"));
    const std::size_t before = gateway_.taken();
    run.tend_for(kLastsMs);
    const std::size_t most_mb = support::resident_mb_max(installation.pid_of("notification"));
    const std::size_t meanwhile = gateway_.taken() - before;
    gateway_.take_ms(0);
    EXPECT_TRUE(run.officer().done()) << "outcomes waited for the gateway";
    EXPECT_LE(most_mb, before_mb + kGrowthMbMax);
    EXPECT_LT(gateway_.taken(), sample().options().rows / 2) << "it was not slow";
    run.figures().remark =
        fmt::format("{} told meanwhile; notification {} MB, before {} MB", meanwhile, most_mb, before_mb);
  }

 private:
  static constexpr core::Millis kSlowMs = 500;
  static constexpr core::Millis kLastsMs = 120'000;
  static constexpr std::size_t kGrowthMbMax = 48;  // its window of 8,000 records of about 1 KB, and as much again
};

// From the draw's publication on, until all steps are taken: they do not wait for the gateway, and what people are to
// hear of seat, result and finals piles up behind it.
class SlowAtContests : public GatewayFault {
 public:
  When when() const override { return When::kSeats; }

  void happen(Run& run) override {
    run.await_load();
    const std::size_t before = gateway_.taken();
    gateway_.take_ms(kSlowMs);
    const auto until = core::Deadline::in(run.clock(), kStepsMs);
    while (!run.organiser().done() && until.left(run.clock()) > 0) run.tend_for(kTendMs);
    EXPECT_TRUE(run.organiser().done()) << "a step waited for the gateway";
    const std::size_t meanwhile = gateway_.taken() - before;
    gateway_.take_ms(0);
    EXPECT_TRUE(run.installation().at_rest(expected().rest_ms));
    const std::size_t all = gateway_.taken() - before;
    EXPECT_LT(meanwhile, all / 2) << "it was not slow";
    run.figures().remark = fmt::format("{} of {} told meanwhile", meanwhile, all);
  }

 private:
  static constexpr core::Millis kSlowMs = 2'000, kStepsMs = 60'000, kTendMs = 100;
};

TEST(SlowSinkTest, WhatTheGatewayDoesNotTakeWaitsInTheStore) {
  play("slow gateway for two minutes", [](std::uint64_t) { return std::make_unique<SlowSink>(); });
}

TEST(SlowSinkTest, NoStepOfAContestWaitsForTheGateway) {
  play("slow gateway; seats and results told", [](std::uint64_t) { return std::make_unique<SlowAtContests>(); });
}

}  // namespace
}  // namespace naadam::fault
