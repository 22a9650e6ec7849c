// The answer of a commit is lost: the store did what it was asked, and who asked hears only that the connection is cut.
#include <gtest/gtest.h>

#include <optional>

#include "fault_run.hpp"
#include "reply_thief.hpp"

namespace naadam::fault {
namespace {

class RepliesLost : public Fault {
 public:
  explicit RepliesLost(std::uint64_t seed) : seed_(seed) {}

  void ready(Run& run) override { thief_.emplace(run.installation(), seed_, kOneIn); }
  void happen(Run& run) override {
    if (!at_contests()) thief_.emplace(run.installation(), seed_, kOneIn);
  }

  void over(Run& run) override {
    const std::size_t stolen = thief_->stolen();
    thief_.reset();
    EXPECT_GE(stolen, kStolenMin);
    run.figures().remark = std::to_string(stolen) + " answers lost";
  }

 private:
  static constexpr std::size_t kOneIn = 40;
  static constexpr std::size_t kStolenMin = 10;

  const std::uint64_t seed_;
  std::optional<ReplyThief> thief_;
};

TEST(ReplyLostTest, WhatACommitDidIsFoundOutAndNotDoneTwice) {
  play("answers of commits lost", [](std::uint64_t seed) { return std::make_unique<RepliesLost>(seed); });
}

TEST(ReplyLostTest, SeatsAndResultsAreToldOnceAllTheSame) {
  play("answers of commits lost; seats and results told",
       [](std::uint64_t seed) { return std::make_unique<AtContests<RepliesLost>>(Fault::When::kSeats, seed); });
}

}  // namespace
}  // namespace naadam::fault
