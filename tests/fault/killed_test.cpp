// Killed with -9 at a moment of chance, one or two at once, and started again as `naadam up` does; and pushes thrown
// away.
#include <gtest/gtest.h>

#include <algorithm>

#include "fault_run.hpp"

namespace naadam::fault {
namespace {

class Killed : public Fault {
 public:
  explicit Killed(std::vector<std::string> victims) : victims_(std::move(victims)) {}

  // Whoever kills the portal hands in there.
  bool by_http() const override { return std::ranges::count(victims_, "portal") > 0; }
  void happen(Run& run) override {
    run.await_load();
    for (const std::string& victim : victims_) run.installation().kill(victim);
    run.struck();
  }

 private:
  std::vector<std::string> victims_;
};

class PushesLost : public Fault {
 public:
  explicit PushesLost(double percent) : percent_(percent) {}

  support::InstallationOptions options() const override { return {.winners = {}, .drop_push_percent = percent_}; }
  void happen(Run&) override {}

 private:
  double percent_;
};

struct Kill {
  const char* name;  // of the test
  const char* fault;
  std::vector<std::string> victims;
  Fault::When moment = Fault::When::kFiles;
};
void PrintTo(const Kill& kill, std::ostream* out) { *out << kill.name; }

constexpr auto kSeats = Fault::When::kSeats;
constexpr auto kResults = Fault::When::kResults;

const Kill kKills[] = {
    {"Intake", "intake killed", {"intake"}},
    {"Eligibility", "eligibility killed", {"eligibility"}},
    {"Notification", "notification killed", {"notification"}},
    {"Notary", "notary killed", {"notary"}},
    {"Scheduling", "scheduling killed", {"scheduling"}},
    {"Portal", "portal killed, files by HTTP", {"portal"}},
    {"Scoring", "scoring killed", {"scoring"}},
    {"Redis", "Redis killed", {"redis"}},
    {"IntakeAndEligibility", "intake + eligibility killed", {"intake", "eligibility"}},
    {"IntakeAndNotification", "intake + notification killed", {"intake", "notification"}},
    {"EligibilityAndNotification", "eligibility + notification killed", {"eligibility", "notification"}},
    {"NotaryAndIntake", "notary + intake killed", {"notary", "intake"}},
    {"NotaryAndEligibility", "notary + eligibility killed", {"notary", "eligibility"}},
    {"NotaryAndNotification", "notary + notification killed", {"notary", "notification"}},
    {"PortalAndIntake", "portal + intake killed, files by HTTP", {"portal", "intake"}},
    {"RedisAndPortal", "Redis + portal killed, files by HTTP", {"redis", "portal"}},
    {"SchedulingAndIntake", "scheduling + intake killed", {"scheduling", "intake"}},
    {"RedisAndScheduling", "Redis + scheduling killed", {"redis", "scheduling"}},
    {"RedisAndIntake", "Redis + intake killed", {"redis", "intake"}},
    {"RedisAndEligibility", "Redis + eligibility killed", {"redis", "eligibility"}},
    {"RedisAndNotification", "Redis + notification killed", {"redis", "notification"}},
    {"RedisAndNotary", "Redis + notary killed", {"redis", "notary"}},
    {"SchedulingAtSeats", "scheduling killed, seats told", {"scheduling"}, kSeats},
    {"IntakeAtSeats", "intake killed, seats told", {"intake"}, kSeats},
    {"SchedulingAndNotificationAtSeats",
     "scheduling + notification killed, seats told",
     {"scheduling", "notification"},
     kSeats},
    {"RedisAndSchedulingAtSeats", "Redis + scheduling killed, seats told", {"redis", "scheduling"}, kSeats},
    {"ScoringAtResults", "scoring killed, results told", {"scoring"}, kResults},
    {"NotificationAtResults", "notification killed, results told", {"notification"}, kResults},
    {"SchedulingAndScoringAtResults", "scheduling + scoring killed, results told", {"scheduling", "scoring"}, kResults},
    {"RedisAndScoringAtResults", "Redis + scoring killed, results told", {"redis", "scoring"}, kResults}};

class KilledTest : public testing::TestWithParam<Kill> {};

TEST_P(KilledTest, WhatWasAcknowledgedIsKeptEachEffectHappensOnceAndWorkResumes) {
  play(GetParam().fault, [](std::uint64_t) -> std::unique_ptr<Fault> {
    const Kill& kill = GetParam();
    if (kill.moment == Fault::When::kFiles) return std::make_unique<Killed>(kill.victims);
    return std::make_unique<AtContests<Killed>>(kill.moment, kill.victims);
  });
}

INSTANTIATE_TEST_SUITE_P(Killed, KilledTest, testing::ValuesIn(kKills),
                         [](const auto& about) { return std::string(about.param.name); });

TEST(PushesLostTest, TheStoreBringsWhatNoPushBrought) {
  play("30 % of pushes lost", [](std::uint64_t) { return std::make_unique<PushesLost>(30); });
  play("100 % of pushes lost", [](std::uint64_t) { return std::make_unique<PushesLost>(100); });
}

}  // namespace
}  // namespace naadam::fault
