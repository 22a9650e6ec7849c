// The ways between the services are bad: frames are lost, doubled and overtaken. A push is only a hint and a question
// is asked again, so all that this may cost is time.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <optional>

#include "fault_run.hpp"
#include "frame_mixer.hpp"

namespace naadam::fault {
namespace {

class FramesMixed : public Fault {
 public:
  explicit FramesMixed(std::uint64_t seed) : seed_(seed) {}

  // Few files: each question that is lost on the way costs its asker ten seconds.
  const support::Sample& sample() const override {
    static const support::Sample made({.rows = 3'000, .files = 8, .seed = 11, .percents = {}});
    return made;
  }

  void up(support::Installation& installation) override {
    if (!at_contests()) mixer_.emplace(installation, seed_);
  }
  void ready(Run& run) override { mixer_.emplace(run.installation(), seed_, FrameMixer::Counted::kFrames); }
  void happen(Run&) override {}

  void over(Run& run) override {
    const FrameMixer::Counts seen = mixer_->seen();
    mixer_.reset();
    EXPECT_GT(seen.lost, 0u);
    EXPECT_GT(seen.doubled, 0u);
    EXPECT_GT(seen.held, 0u);
    run.figures().remark = fmt::format("of {} {} {} lost, {} doubled, {} late", seen.passed + seen.lost,
                                       at_contests() ? "frames" : "batches", seen.lost, seen.doubled, seen.held);
  }

 private:
  const std::uint64_t seed_;
  std::optional<FrameMixer> mixer_;
};

TEST(FramesMixedTest, AHintMayBeLostDoubledOrLate) {
  play("frames lost, doubled, shuffled", [](std::uint64_t seed) { return std::make_unique<FramesMixed>(seed); });
}

TEST(FramesMixedTest, SeatsAndResultsComeToTheirEntriesAllTheSame) {
  play("frames lost, doubled, shuffled; seats and results told",
       [](std::uint64_t seed) { return std::make_unique<AtContests<FramesMixed>>(Fault::When::kSeats, seed); });
}

}  // namespace
}  // namespace naadam::fault
