// A data set goes over from the programs of an earlier commit to these, at rest or under load, all at once or one copy
// after the other: whatever a receipt was given for comes out as the truth says, each effect once, all of it logged.
#include <gtest/gtest.h>

#include <csignal>
#include <functional>

#include "cli/remote/condition.hpp"
#include "runtime/copies.hpp"
#include "runtime/installation.hpp"
#include "runtime/service_host.hpp"
#include "support/installation.hpp"
#include "support/installation_contests.hpp"
#include "support/installation_officer.hpp"
#include "support/installation_truth.hpp"
#include "upgrade/previous.hpp"
#include "wire/stages.hpp"
#include "wire/verbs.hpp"

namespace naadam::upgrade {
namespace {

namespace fs = std::filesystem;
using support::Installation;
using support::Officer;
using support::Sample;

constexpr core::Millis kPatienceMs = 60'000;
constexpr core::Millis kTendMs = 5;
constexpr std::string_view kWork = "naadam_step_records_total";

const Sample& sample() {
  static const Sample made({.rows = 3'000, .files = 24, .seed = 13, .percents = {}});
  return made;
}

const fs::path& these_programs() {
  static const fs::path folder = fs::read_symlink("/proc/self/exe").parent_path();
  return folder;
}

std::vector<std::string> uploads_of(const Officer& officer) {
  std::vector<std::string> uploads;
  for (const Officer::Slip& slip : officer.slips()) uploads.push_back(slip.receipt.upload);
  return uploads;
}

// An earlier commit may lack one.
std::vector<std::string_view> services_of(const fs::path& programs) {
  std::vector<std::string_view> there;
  for (const std::string_view service : cli::kServices) {
    if (fs::exists(programs / ("naadam-" + std::string(service)))) there.push_back(service);
  }
  return there;
}

std::uint64_t standing(store::Store& store, store::Kind kind, store::Stage stage) {
  std::uint64_t sum = 0;
  for (store::Count& count : store::count_all(store, kind)) sum += count.stages[stage].records;
  return sum;
}

class UpgradeTest : public testing::Test {
 protected:
  void SetUp() override {
    if (previous_.empty()) GTEST_SKIP() << "no earlier programs: tests/upgrade/previous.sh says why";
  }

  std::string below(const std::string& name) const { return (dir_.path() / name).string(); }

  void wait_for(const std::function<bool()>& done) { ASSERT_TRUE(support::await(clock_, kPatienceMs, done)); }
  void tend_until_done(Installation& installation, const Officer& officer) {
    wait_for([&] {
      installation.tend(kTendMs);
      return officer.done();
    });
    EXPECT_EQ(officer.trouble(), "");
  }
  void expect_the_truth(Installation& installation, const std::vector<std::string>& uploads, bool a_sender_died) {
    support::expect_outcomes(installation, sample().files(), uploads);
    support::expect_messages(installation, sample().files(), a_sender_died);
    support::expect_history(installation);
  }

  // Of the first copy of a service.
  pid_t pid_of(const runtime::CommonOptions& client, std::string_view service) {
    asking::Peers peers(client, clock_);
    const auto status = peers.ask_copy(service, 1, wire::verb::kStatus, cli::Json{{"brief", true}}, kPatienceMs);
    return status.value().at("pid").get<pid_t>();
  }

  // What the earlier programs took in, some of it left undone, under `naadam up`; then these go on with it.
  void go_over(int signal);

  core::SystemClock clock_;
  support::TempDir dir_;
  const fs::path previous_ = previous_programs();
};

void UpgradeTest::go_over(int signal) {
  const std::string data = below("naadam");
  PreviousUp previous(previous_, data, sample().winners(), clock_);
  const runtime::CommonOptions client = cli::Home(data).read().value().common;
  // Who tells people stands still from the beginning, who judges after the first verdicts: work piles up before both.
  const auto store = runtime::open_store(client, clock_, 1).value();
  const pid_t judge = pid_of(client, "eligibility");
  ASSERT_EQ(::kill(pid_of(client, "notification"), SIGSTOP), 0);
  Officer officer(client, clock_, sample().files());
  wait_for([&] { return standing(*store, store::Kind::kEntry, wire::entry_stage::kReported) > 0; });
  ASSERT_EQ(::kill(judge, SIGSTOP), 0);
  wait_for([&] {
    return standing(*store, store::Kind::kEntry, wire::entry_stage::kReceived) > 0 &&
           standing(*store, store::Kind::kUpload, wire::upload_stage::kJudging) > 0;
  });
  previous.end(signal);
  ASSERT_FALSE(officer.done());

  const bool locked = !client.store_password_file.empty();
  Installation installation({.winners = {}, .locked = locked, .data = data});
  tend_until_done(installation, officer);
  expect_the_truth(installation, uploads_of(officer), true);
}

TEST_F(UpgradeTest, StoppedUnderLoadTheDataSetIsFinishedByTheNewPrograms) { go_over(SIGTERM); }

TEST_F(UpgradeTest, KilledUnderLoadTheDataSetIsFinishedByTheNewPrograms) { go_over(SIGKILL); }

TEST_F(UpgradeTest, ABackupOfTheEarlierProgramsIsRestoredAndFinished) {
  const std::string data = below("naadam");
  PreviousUp previous(previous_, data, sample().winners(), clock_);
  ASSERT_EQ(run_naadam(previous_, {"messages", "--data", data, "hold"}).code, 0);
  {
    const Officer officer(cli::Home(data).read().value().common, clock_, sample().files());
    wait_for([&] { return officer.receipts() >= sample().files().size() / 3; });
    const Ran made = run_naadam(previous_, {"backup", "--data", data, below("backup.tar")});
    ASSERT_EQ(made.code, 0) << made.said;
    ASSERT_FALSE(officer.done());
    wait_for([&] { return officer.done(); });
  }
  previous.end(SIGTERM);

  const Ran restored = run_naadam(these_programs(),
                                  {"restore", "--data", below("again"), "--keys", data + "/keys", below("backup.tar")});
  ASSERT_EQ(restored.code, 0) << restored.said;
  Installation installation({.winners = {}, .data = below("again")});
  EXPECT_TRUE(runtime::messages_held(installation.store()).value());
  // Each file once more, as after a real loss: what the backup has is the same upload again.
  const Officer officer(installation, sample().files());
  tend_until_done(installation, officer);
  ASSERT_TRUE(runtime::hold_messages(installation.store(), false));
  expect_the_truth(installation, uploads_of(officer), false);
}

TEST_F(UpgradeTest, EarlierAndNewCopiesShareTheWork) {
  Installation installation({.winners = sample().winners()});
  std::vector<runtime::ChildProcess> earlier;
  for (const std::string_view service : services_of(previous_)) {
    earlier.push_back(installation.join(service, 2, previous_));
  }
  const Officer officer(installation, sample().files());
  tend_until_done(installation, officer);
  ASSERT_TRUE(installation.at_rest(kPatienceMs));
  for (const std::string_view service : {"intake", "eligibility", "notification"}) {
    for (std::uint16_t copy = 1; copy <= 2; ++copy) {
      EXPECT_GT(installation.metric(service, copy, kWork), 0u) << service << " " << copy;
    }
  }
  // Boards are whole once the last of the earlier programs has gone and intake has begun anew.
  for (runtime::ChildProcess& one : earlier) one.stop(kPatienceMs);
  const auto fresh = installation.join("intake", 3, {});
  expect_the_truth(installation, uploads_of(officer), false);
}

TEST_F(UpgradeTest, WhatTheEarlierProgramsDrewAndPublishedStandsAndNobodyIsToldAgain) {
  if (services_of(previous_).size() < cli::kServices.size()) GTEST_SKIP() << "the earlier programs had no contests";
  Installation installation({.winners = sample().winners(), .services = false});
  std::vector<runtime::ChildProcess> running;
  for (const std::string_view service : cli::kServices) running.push_back(installation.join(service, 1, previous_));
  const Officer officer(installation, sample().files());
  tend_until_done(installation, officer);
  ASSERT_TRUE(installation.at_rest(kPatienceMs));
  support::Contests contests(installation);
  contests.begin();
  asking::Peers peers(installation.settings().common, clock_);
  ASSERT_EQ(contests.publish_draw(), "");
  wait_for([&] { return contests.seats_told(peers); });
  ASSERT_EQ(contests.make_marks(), "");
  for (const std::string& refused :
       {contests.set_scheme(), contests.import_marks(), contests.publish(), contests.nominate()}) {
    ASSERT_EQ(refused, "");
  }
  wait_for([&] { return contests.results_told(peers); });
  ASSERT_TRUE(installation.at_rest(kPatienceMs));
  const std::string record = contests.saved();
  const std::size_t messages = installation.messages().size();
  ASSERT_GT(contests.messages_with("成绩公布"), 0u);

  for (runtime::ChildProcess& one : running) one.stop(kPatienceMs);
  running.clear();
  for (const std::string_view service : cli::kServices) running.push_back(installation.join(service, 1, {}));
  ASSERT_TRUE(installation.at_rest(kPatienceMs));
  EXPECT_EQ(contests.saved(), record);
  contests.expect_told();
  EXPECT_EQ(installation.messages().size(), messages);
  support::expect_audited(installation, kPatienceMs);
  support::expect_history(installation);
}

TEST_F(UpgradeTest, CopiesAreReplacedOneAfterTheOtherUnderLoad) {
  Installation installation({.winners = sample().winners(), .services = false});
  std::map<std::string, runtime::ChildProcess> running;
  const auto start = [&](std::string_view service, std::uint16_t copy, const fs::path& folder) {
    running.insert_or_assign(runtime::copy_name(service, copy), installation.join(service, copy, folder));
  };
  for (const std::string_view service : services_of(previous_)) {
    for (const std::uint16_t copy : {std::uint16_t{1}, std::uint16_t{2}}) start(service, copy, previous_);
  }
  const Officer officer(installation, sample().files());
  // Spread over all of the load, however many services there are.
  const std::size_t replacements = 2 * cli::kServices.size();
  std::size_t replaced = 0;
  for (const std::uint16_t copy : {std::uint16_t{2}, std::uint16_t{1}}) {
    for (const std::string_view service : cli::kServices) {
      ++replaced;
      const std::size_t due = sample().files().size() * replaced / (replacements + 1);
      wait_for([&] { return officer.receipts() >= due || officer.done(); });
      EXPECT_FALSE(officer.done()) << "the load was over too soon";
      if (const auto earlier = running.find(runtime::copy_name(service, copy)); earlier != running.end()) {
        earlier->second.stop(kPatienceMs);
      }
      start(service, copy, {});
    }
  }
  tend_until_done(installation, officer);
  expect_the_truth(installation, uploads_of(officer), true);
}

}  // namespace
}  // namespace naadam::upgrade
