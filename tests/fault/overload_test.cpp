// For a minute officers hand in three times what can be carried. The narrowest place is the gateway, as it is in life:
// it takes so many messages a second. Outcomes come as ever, what waits waits in the store and no process grows; the
// gateway is kept as busy during the flood and after it as before.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <poll.h>

#include <algorithm>
#include <map>

#include "gateway_fault.hpp"
#include "support/resident.hpp"

namespace naadam::fault {
namespace {

class Overload : public GatewayFault {
 public:
  Overload() { gateway_.take_ms(kAnswerMs); }

  const support::Sample& sample() const override {
    static const support::Sample made({.rows = 20'000, .files = kFiles, .seed = 11, .percents = {}});
    return made;
  }

  // The first files give the gateway enough to do; the others come at the pace of the flood.
  void pace(std::size_t file) override {
    if (file < kFilesBefore) return;
    const core::Millis now = clock_.steady_ms();
    if (file == kFilesBefore) next_ = now + kBeforeMs;
    ::poll(nullptr, 0, static_cast<int>(std::max<core::Millis>(0, next_ - now)));
    next_ += kFloodMs / (kFiles - kFilesBefore);
  }

  void happen(Run& run) override {
    run.tend_for(kBeginMs);
    const double before = carried_in(run, kMeasureMs);
    const std::map<std::string, std::size_t> memory = resident(run);
    const std::size_t files = run.officer().receipts();
    const core::Millis begun = run.clock().steady_ms();
    const double during = carried_in(run, kFloodMs);
    const double rows_a_file = static_cast<double>(sample().options().rows) / kFiles;
    const double offered = static_cast<double>(run.officer().receipts() - files) * rows_a_file * 1'000 /
                           static_cast<double>(run.clock().steady_ms() - begun);
    EXPECT_TRUE(support::await(run.clock(), kAnsweredMs, [&] {
      return run.installation().metric("notification", 1, "naadam_step_records_total") > 0;
    })) << "whoever asks it something is not heard";
    while (!run.officer().done()) run.tend_for(kTendMs);
    const double after = carried_in(run, kMeasureMs);
    EXPECT_GE(offered, kOverload * before);
    EXPECT_GE(during, kKept * before);
    EXPECT_GE(after, kKept * before);
    std::size_t most_growth = 0;
    for (const auto& [name, mb] : resident(run)) {
      EXPECT_LE(mb, memory.at(name) + kGrowthMbMax) << name;
      most_growth = std::max(most_growth, mb - std::min(mb, memory.at(name)));
    }
    gateway_.take_ms(0);
    run.figures().remark = fmt::format("{:.0f}/s offered; told {:.0f}/s before, {:.0f} during, {:.0f} after; +{} MB",
                                       offered, before, during, after, most_growth);
  }

  // An outcome does not wait for the message about it.
  void over(Run& run) override {
    for (const support::Officer::Slip& slip : run.officer().slips()) {
      EXPECT_LE(slip.complete_at - slip.kept_at, kOutcomeMsMax);
    }
  }

 private:
  static constexpr std::size_t kFiles = 70, kFilesBefore = 8;
  static constexpr core::Millis kAnswerMs = 40;
  static constexpr core::Millis kBeginMs = 3'000, kMeasureMs = 10'000, kFloodMs = 60'000;
  static constexpr core::Millis kBeforeMs = kBeginMs + kMeasureMs;
  static constexpr core::Millis kAnsweredMs = 10'000;
  static constexpr core::Millis kTendMs = 100, kOutcomeMsMax = 30'000;
  static constexpr double kOverload = 2.5, kKept = 0.8;
  static constexpr std::size_t kGrowthMbMax = 64;

  double carried_in(Run& run, core::Millis ms) const {
    const std::size_t taken = gateway_.taken();
    const core::Millis from = run.clock().steady_ms();
    run.tend_for(ms);
    return static_cast<double>(gateway_.taken() - taken) * 1'000 / static_cast<double>(run.clock().steady_ms() - from);
  }

  // Of the services: what Redis holds is what was handed in.
  static std::map<std::string, std::size_t> resident(Run& run) {
    std::map<std::string, std::size_t> mb;
    for (const std::string_view service : cli::kServices) {
      mb[std::string(service)] = support::resident_mb(run.installation().pid_of(service));
    }
    return mb;
  }

  core::SystemClock clock_;
  core::Millis next_ = 0;  // of the officer's thread
};

TEST(OverloadTest, AFloodIsWorkedOffAtFullSpeed) {
  play("three times the load for a minute", [](std::uint64_t) { return std::make_unique<Overload>(); });
}

}  // namespace
}  // namespace naadam::fault
