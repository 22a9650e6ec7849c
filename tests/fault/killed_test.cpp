// The real programs under load, each killed with -9 at a moment of chance and started again as `naadam up` does, and
// pushes thrown away. Whatever a receipt was given for must come out as the truth says, each effect once, nobody stuck.
//
// NAADAM_FAULTS=N plays about N runs in all, N / 6 of each fault with seeds 1, 2, ...; by default each fault once.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <numeric>
#include <set>

#include "cli/sample/random.hpp"
#include "support/installation.hpp"
#include "support/installation_officer.hpp"
#include "support/installation_sample.hpp"
#include "wire/verbs.hpp"

namespace naadam {
namespace {

using support::Installation;
using support::Officer;
using support::Sample;

constexpr core::Millis kRestMs = 30'000;
constexpr core::Millis kResumeMsMax = 30'000;
constexpr core::Millis kOverdueMs = 2'000;
constexpr core::Millis kTendMs = 5;

struct Fault {
  const char* name;
  const char* victim;  // null: nobody dies
  double drop_push_percent = 1;
};
constexpr Fault kFaults[] = {
    {"intake_killed", "intake"}, {"eligibility_killed", "eligibility"},   {"notification_killed", "notification"},
    {"redis_killed", "redis"},   {"a_third_of_pushes_lost", nullptr, 30}, {"all_pushes_lost", nullptr, 100}};
void PrintTo(const Fault& fault, std::ostream* out) { *out << fault.name; }

// What the runs of one fault came to.
struct Figures {
  std::string fault;
  std::size_t runs = 0, rows = 0, lost = 0, wrong = 0;
  std::size_t doubled = 0;                  // messages beyond the first of the same words
  std::size_t stuck = 0;                    // records parked, overdue or forgotten
  std::size_t unanswered = 0;               // messages begun when their sender died: they may have gone out
  core::Millis resumed = 0, caught_up = 0;  // the longest of the runs; 0: nobody died
};

// Printed when all faults were played.
class FigureTable : public testing::Environment {
 public:
  static inline std::vector<Figures> lines;

  void TearDown() override {
    fmt::print("\n{:24}{:>5}{:>8}{:>6}{:>7}{:>9}{:>7}{:>12}{:>11}{:>13}\n", "fault", "runs", "rows", "lost", "wrong",
               "doubled", "stuck", "unanswered", "resumed s", "caught up s");
    const auto seconds = [](core::Millis ms) {
      return ms == 0 ? std::string("-") : fmt::format("{:.1f}", static_cast<double>(ms) / 1'000);
    };
    for (const Figures& f : lines) {
      fmt::print("{:24}{:>5}{:>8}{:>6}{:>7}{:>9}{:>7}{:>12}{:>11}{:>13}\n", f.fault, f.runs, f.rows, f.lost, f.wrong,
                 f.doubled, f.stuck, f.unanswered, seconds(f.resumed), seconds(f.caught_up));
    }
  }
};
testing::Environment* const figure_table = testing::AddGlobalTestEnvironment(new FigureTable);

const Sample& sample() {
  static const Sample made({.rows = 3'000, .files = 24, .seed = 11, .percents = {}});
  return made;
}

std::uint64_t runs_wanted() {
  const char* const told = std::getenv("NAADAM_FAULTS");
  const std::uint64_t all = told == nullptr ? 0 : std::strtoull(told, nullptr, 10);
  return std::max<std::uint64_t>(1, all / std::size(kFaults));
}

class FaultTest : public testing::TestWithParam<Fault> {
 protected:
  void play(std::uint64_t seed) {
    Installation installation({.winners = sample().winners(), .drop_push_percent = GetParam().drop_push_percent});
    ++figures_.runs;
    {
      Officer officer(installation, sample().files());
      suffer(installation, officer, seed);
      EXPECT_EQ(officer.trouble(), "");
      check_outcomes(installation, officer);
    }
    const bool rested = installation.at_rest(kRestMs);
    EXPECT_TRUE(rested);
    const std::uint64_t parked = installation.parked();
    EXPECT_EQ(parked, 0u);
    figures_.stuck += parked + (rested ? 0 : 1);
    check_messages(installation);
    const audit::Report report = installation.audited(kOverdueMs);
    EXPECT_TRUE(report.clean());
    for (const audit::Finding& finding : report.findings) {
      ADD_FAILURE() << audit::finding_name(finding.kind) << " on shard " << finding.shard;
      ++figures_.stuck;
    }
  }

  // Tends the installation until the officer is done; kills the victim after so many receipts and milliseconds that
  // at least a quarter of the files are still to come.
  void suffer(Installation& installation, const Officer& officer, std::uint64_t seed) {
    cli::sample::Random random(seed);
    const core::Clock& clock = installation.clock();
    const std::size_t after = 2 + random.below(sample().files().size() * 3 / 4 - 2);
    const auto delay = static_cast<core::Millis>(random.below(100));
    core::Millis kill_at = 0;
    core::Millis killed_at = 0;
    while (!officer.done()) {
      installation.tend(kTendMs);
      if (GetParam().victim == nullptr || killed_at != 0 || officer.receipts() < after) continue;
      if (kill_at == 0) kill_at = clock.steady_ms() + delay;
      if (clock.steady_ms() < kill_at) continue;
      installation.kill(GetParam().victim);
      killed_at = clock.steady_ms();
    }
    if (GetParam().victim == nullptr) return;
    ASSERT_NE(killed_at, 0) << "the load was over too soon";
    recovered(officer, killed_at);
  }

  // From the kill until the first file begun after it had all its verdicts, and until all had that were kept before.
  void recovered(const Officer& officer, core::Millis killed_at) {
    core::Millis resumed = 0;
    core::Millis caught_up = killed_at;
    for (const Officer::Slip& slip : officer.slips()) {
      if (slip.kept_at <= killed_at) caught_up = std::max(caught_up, slip.complete_at);
      if (slip.kept_at > killed_at && slip.complete_at != 0) {
        resumed = resumed == 0 ? slip.complete_at : std::min(resumed, slip.complete_at);
      }
    }
    ASSERT_NE(resumed, 0);
    EXPECT_LE(resumed - killed_at, kResumeMsMax);
    EXPECT_LE(caught_up - killed_at, kResumeMsMax);
    figures_.resumed = std::max(figures_.resumed, resumed - killed_at);
    figures_.caught_up = std::max(figures_.caught_up, caught_up - killed_at);
  }

  // Nothing a receipt was given for is missing, and all of it says what it should.
  void check_outcomes(Installation& installation, const Officer& officer) {
    EXPECT_EQ(officer.slips().size(), sample().files().size());
    ASSERT_TRUE(installation.at_rest(kRestMs));
    for (std::size_t i = 0; i < officer.slips().size(); ++i) {
      const support::SampleFile& file = sample().files()[i];
      const auto marks = support::marks_of(installation.store(), officer.slips()[i].receipt.upload, file.rows.size());
      const auto lost = static_cast<std::size_t>(std::ranges::count(marks, 0u, &wire::RowMark::n));
      EXPECT_EQ(lost, 0u);
      const auto amiss = support::differences(file, marks);
      EXPECT_THAT(amiss, testing::IsEmpty());
      figures_.rows += file.rows.size();
      figures_.lost += lost;
      figures_.wrong += amiss.size();
    }
  }

  // One notice for each entry of somebody who can be reached, and nobody told what was not to be told. Whose message
  // may or may not have gone out when its sender died is told apart from those who were told.
  void check_messages(Installation& installation) {
    cli::Peers peers(installation.settings().common, installation.clock());
    const auto counted = peers.ask_until("notification", wire::verb::kNoticeCount, {}, kRestMs).value();
    const auto states = counted.at("states").get<std::map<std::string, std::uint64_t>>();
    const auto expected = support::numbers_to_tell(sample().files());
    EXPECT_EQ(std::accumulate(states.begin(), states.end(), std::uint64_t{0},
                              [](std::uint64_t sum, const auto& state) { return sum + state.second; }),
              expected.size());
    std::uint64_t sent = states.contains("sent") ? states.at("sent") : 0;
    figures_.unanswered += expected.size() - sent;

    auto messages = installation.messages();
    std::set<std::string> told;
    for (const support::SentMessage& message : messages) {
      EXPECT_TRUE(expected.contains(message.to));
      told.insert(message.to);
    }
    EXPECT_GE(told.size() + (expected.size() - sent), std::set(expected.begin(), expected.end()).size());
    std::ranges::sort(messages);
    const auto once = std::ranges::unique(messages);
    figures_.doubled += static_cast<std::size_t>(once.size());
    EXPECT_EQ(once.size(), 0u);
  }

  Figures figures_{.fault = GetParam().name};
};

TEST_P(FaultTest, WhatWasAcknowledgedIsKeptEachEffectHappensOnceAndWorkResumes) {
  for (std::uint64_t seed = 1; seed <= runs_wanted(); ++seed) {
    SCOPED_TRACE(seed);
    play(seed);
  }
  FigureTable::lines.push_back(figures_);
}

INSTANTIATE_TEST_SUITE_P(Faults, FaultTest, testing::ValuesIn(kFaults),
                         [](const auto& about) { return std::string(about.param.name); });

}  // namespace
}  // namespace naadam
