// Redis killed with -9, the end of its log cut off, and started again: what the shorter log does not know was
// acknowledged and is lost, as it must be on one machine without replicas. It must be found, nothing else may suffer,
// and nothing decided anew may get the rev of something that was lost.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "fault_run.hpp"
#include "store/keys.hpp"
#include "wire/stages.hpp"

namespace naadam::fault {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kCutBytesMax = 4'096;
constexpr core::Millis kRetoldMs = 60'000;
constexpr core::Millis kVerdictsMs = 30'000;

// The file of the log that Redis appends to.
fs::path newest_log(const support::Installation& installation) {
  fs::path newest;
  for (const auto& entry : fs::directory_iterator(installation.home().redis() / "appendonlydir")) {
    if (entry.path().extension() == ".aof") newest = std::max(newest, entry.path());
  }
  return newest;
}

enum class Moment {
  kFilesComeIn,
  kVerdictsGoOut,  // a quarter to a half of the entries are settled
};

class LogCut : public Fault {
 public:
  explicit LogCut(Moment moment) : moment_(moment) {}

  // A receipt may be lost, and a message whose sending is forgotten goes out again. Where the gateway's answer went
  // with the log, the notice waits until none can come any more (DeliveryPolicy::answer_wait_ms), and its entry with
  // it.
  Expected expected() const override { return {.forgets = true, .recover_ms = 60'000, .rest_ms = 240'000}; }

  void happen(Run& run) override {
    support::Installation& installation = run.installation();
    if (moment_ == Moment::kFilesComeIn) {
      run.await_load();
    } else {
      await_verdicts(run);
    }
    epoch_ = installation.store().epoch();
    const std::uint64_t bytes = 1 + run.random().below(kCutBytesMax);
    installation.end("redis");
    const fs::path log = newest_log(installation);
    const std::uint64_t whole = fs::file_size(log);
    ASSERT_GT(whole, bytes);
    fs::resize_file(log, whole - bytes);
    if (moment_ == Moment::kFilesComeIn) run.struck();
    installation.tend(0);
    EXPECT_FALSE(installation.log_found().whole);
    forgotten_ += bytes + installation.log_found().bytes_cut;
    run.figures().remark = fmt::format("{} bytes of log gone", forgotten_);
  }

  // All is told again under the new epoch before anything is checked.
  void over(Run& run) override {
    store::RedisStore& store = run.installation().store();
    const bool retold = support::await(run.clock(), kRetoldMs, [&] {
      run.installation().tend(0);
      const auto place = store.get_fact(store::keys::kRetold);
      return place && *place && (*place)->starts_with(fmt::format("{} 4 ", store.epoch()));
    });
    EXPECT_TRUE(retold);
    EXPECT_GT(store.epoch(), epoch_);
  }

 private:
  static void await_verdicts(Run& run) {
    const std::uint64_t wanted = 700 + run.random().below(700);
    const bool met = support::await(run.clock(), kVerdictsMs, [&] {
      run.installation().tend(0);
      std::uint64_t settled = 0;
      for (store::Count& count : store::count_all(run.installation().store(), store::Kind::kEntry)) {
        settled += count.stages[wire::entry_stage::kSettled].records;
      }
      return settled >= wanted;
    });
    EXPECT_TRUE(met);
    EXPECT_FALSE(run.officer().done());
  }

  const Moment moment_;
  std::uint32_t epoch_ = 0;
  std::uint64_t forgotten_ = 0;
};

TEST(LogCutTest, WhatIsLostIsFoundAndNothingElseSuffers) {
  play("log cut by 1 to 4,096 bytes, files coming in",
       [](std::uint64_t) { return std::make_unique<LogCut>(Moment::kFilesComeIn); });
  play("log cut by 1 to 4,096 bytes, verdicts going out",
       [](std::uint64_t) { return std::make_unique<LogCut>(Moment::kVerdictsGoOut); });
}

}  // namespace
}  // namespace naadam::fault
