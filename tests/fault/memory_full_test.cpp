// Redis at its memory limit while files come in: nothing new is taken, clearly; everything that has its receipt is
// finished all the same; and once there is room the files that were turned away come in.
#include <gtest/gtest.h>

#include <string>

#include "fault_run.hpp"
#include "wire/stages.hpp"

namespace naadam::fault {
namespace {

constexpr core::Millis kFinishMs = 30'000;
constexpr core::Millis kFullAskMs = 2'000;

class MemoryFull : public Fault {
 public:
  void happen(Run& run) override {
    run.await_load();
    support::Installation& installation = run.installation();
    limit(run, "1mb");  // far below what is in use
    if (at_contests()) {
      EXPECT_TRUE(installation.at_rest(kFinishMs)) << "what was published is told";
      limit(run, "0");
      return run.struck();
    }
    const std::size_t receipts = run.officer().receipts();
    ASSERT_LT(receipts, sample().files().size());

    asking::Peers peers(installation.settings().common, run.clock());
    const auto refused = cli::hand_in(sample().files().back().order, peers, run.clock(), 0);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, core::ErrorKind::kFull) << refused.error().cause;

    // One may have been on its way when the limit came.
    EXPECT_TRUE(installation.at_rest(kFinishMs));
    EXPECT_LE(run.officer().receipts(), receipts + 1);
    EXPECT_EQ(installation.parked(), 0u);
    std::uint64_t unfinished = 0;
    for (store::Count& count : store::count_all(installation.store(), store::Kind::kUpload)) {
      for (const auto& [stage, backlog] : count.stages) {
        if (stage != wire::upload_stage::kComplete) unfinished += backlog.records;
      }
    }
    EXPECT_EQ(unfinished, 0u);
    limit(run, "0");
    run.struck();
  }

 private:
  static void limit(Run& run, std::string_view bytes) {
    store::Cluster& redis = run.installation().store().cluster();
    const auto set = redis.run_one({.slot = 0, .readonly = false, .argv = {"CONFIG", "SET", "maxmemory", bytes}},
                                   core::Deadline::in(run.clock(), kFullAskMs));
    ASSERT_EQ(set.outcome, store::Outcome::kDone) << set.error.cause;
  }
};

TEST(MemoryFullTest, NothingNewIsTakenAndWhatWasAcceptedIsFinished) {
  play("memory full, then room", [](std::uint64_t) { return std::make_unique<MemoryFull>(); });
}

TEST(MemoryFullTest, WhatWasPublishedIsToldAllTheSame) {
  for (const auto& [moment, name] : {std::pair(Fault::When::kSeats, "memory full, then room; seats told"),
                                     std::pair(Fault::When::kResults, "memory full, then room; results told")}) {
    play(name, [at = moment](std::uint64_t) { return std::make_unique<AtContests<MemoryFull>>(at); });
  }
}

}  // namespace
}  // namespace naadam::fault
