// Processes that stand still and then go on as if nothing had been: a worker that was believed dead while it was not,
// and a store that answers nobody for ten seconds.
#include <gtest/gtest.h>

#include <csignal>

#include "fault_run.hpp"
#include "runtime/copies.hpp"

namespace naadam::fault {
namespace {

// Work is dammed up before a service of two copies, and in the midst of the flood one of them stops until all that was
// leased to it is long past. What it has in hand is decided by its fellow meanwhile; when it goes on, it commits its
// own decisions, too late.
class Zombie : public Fault {
 public:
  struct Place {
    const char* service;
    const char* dam;        // both copies of this service stand still while work gathers; null: none do
    core::Millis flood_ms;  // from its end until the flood has reached the service
  };
  explicit Zombie(const Place& place) : place_(place) {}

  const support::Sample& sample() const override {
    static const support::Sample made({.rows = 9'000, .files = 60, .seed = 11, .percents = {}});
    return made;
  }
  support::InstallationOptions options() const override {
    support::InstallationOptions options;
    options.copies = 2;
    return options;
  }

  void happen(Run& run) override {
    support::Installation& installation = run.installation();
    run.await_load();
    if (place_.dam != nullptr) {
      dam(installation, SIGSTOP);
      run.tend_for(kGatherMs);
      dam(installation, SIGCONT);
      run.tend_for(place_.flood_ms);
    }
    installation.kill(place_.service, SIGSTOP);
    run.struck();
    run.tend_for(kStoppedMs);
    installation.kill(place_.service, SIGCONT);
  }

  // Without a late commit nothing would have been shown, where work was dammed up for it.
  void over(Run& run) override {
    if (place_.dam == nullptr) return;
    std::uint64_t late = 0;
    EXPECT_TRUE(support::await(run.clock(), kLateMs, [&] {
      late = run.installation().metric(place_.service, 1, "naadam_step_stale_total");
      return late > 0;
    }));
    run.figures().remark = std::to_string(late) + " late commits";
  }

 private:
  void dam(support::Installation& installation, int signal) const {
    for (std::uint16_t copy = 1; copy <= 2; ++copy) installation.kill(runtime::copy_name(place_.dam, copy), signal);
  }

  static constexpr core::Millis kGatherMs = 300;
  static constexpr core::Millis kStoppedMs = 6'000;  // leases: 2 s of what was pushed, 4 s of what was taken
  static constexpr core::Millis kLateMs = 10'000;

  Place place_;
};
void PrintTo(const Zombie::Place& place, std::ostream* out) { *out << place.service; }

class Frozen : public Fault {
 public:
  void happen(Run& run) override {
    run.await_load();
    const std::size_t receipts = run.officer().receipts();
    run.installation().kill("redis", SIGSTOP);
    run.tend_for(kFrozenMs);
    EXPECT_LE(run.officer().receipts(), receipts + 1) << "a receipt that nothing kept";
    run.installation().kill("redis", SIGCONT);
    run.struck();
  }

 private:
  static constexpr core::Millis kFrozenMs = 10'000;
};

class ZombieTest : public testing::TestWithParam<Zombie::Place> {};

TEST_P(ZombieTest, WhatAStoppedWorkerCommitsTooLateChangesNothing) {
  play(std::string(GetParam().service) + " stopped past its lease",
       [](std::uint64_t) { return std::make_unique<Zombie>(GetParam()); });
}

INSTANTIATE_TEST_SUITE_P(Stopped, ZombieTest,
                         testing::Values(Zombie::Place{"intake", "eligibility", 25},
                                         Zombie::Place{"eligibility", "eligibility", 10},
                                         Zombie::Place{"notification", "notification", 10}),
                         [](const auto& about) { return std::string(about.param.service); });

TEST(ZombieAtContestsTest, WhoTellsSeatsOrResultsMayStandStillMeanwhile) {
  for (const auto& [service, moment] :
       {std::pair("scheduling", Fault::When::kSeats), std::pair("scoring", Fault::When::kResults)}) {
    play(std::string(service) + " stopped past its lease, telling", [who = service, at = moment](std::uint64_t) {
      return std::make_unique<AtContests<Zombie>>(at, Zombie::Place{who, nullptr, 0});
    });
  }
}

TEST(FrozenRedisTest, WorkGoesOnWhereItStood) {
  play("Redis frozen for 10 s", [](std::uint64_t) { return std::make_unique<Frozen>(); });
}

}  // namespace
}  // namespace naadam::fault
