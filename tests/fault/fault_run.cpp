#include "fault_run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "support/installation_truth.hpp"
#include "wire/verbs.hpp"

namespace naadam::fault {
namespace {

constexpr core::Millis kTendMs = 5;
constexpr std::uint64_t kInTheMidstMs = 20;

support::InstallationOptions options_of(const Fault& fault) {
  support::InstallationOptions options = fault.options();
  options.winners = fault.sample().winners();
  return options;
}

}  // namespace

const support::Sample& Fault::usual_sample() {
  static const support::Sample made({.rows = 3'000, .files = 24, .seed = 11, .percents = {}});
  return made;
}

Run::Run(Fault& fault, std::uint64_t seed, Figures& figures)
    : fault_(fault), expected_(fault.expected()), figures_(figures), random_(seed), installation_(options_of(fault)) {
  ++figures_.runs;
  fault_.up(installation_);
  support::Officer::HandIn hand_in;
  if (fault_.by_http()) {
    door_.emplace(installation_, fault_.sample().files());
    hand_in = [this](const cli::Order& order, core::Millis patience_ms) { return door_->hand_in(order, patience_ms); };
  }
  officer_.emplace(
      installation_, fault_.sample().files(), [this](std::size_t file) { fault_.pace(file); }, std::move(hand_in));
  if (fault_.at_contests()) begin_contests();
}

void Run::begin_contests() {
  while (!officer_->done()) installation_.tend(kTendMs);
  EXPECT_TRUE(installation_.at_rest(expected_.rest_ms));
  contests_.emplace(installation_);
  contests_->begin();
  fault_.ready(*this);
  organiser_.emplace(installation_, *contests_);
}

void Run::await_load() {
  if (organiser_) {
    const Organiser::Step step =
        fault_.when() == Fault::When::kSeats ? Organiser::kDrawPublished : Organiser::kResultsPublished;
    while (!organiser_->done() && !organiser_->has(step)) installation_.tend(kTendMs);
    EXPECT_FALSE(organiser_->done()) << "the contests were over too soon: " << organiser_->trouble();
    return tend_for(static_cast<core::Millis>(random_.below(kInTheMidstMs)));
  }
  const std::size_t files = fault_.sample().files().size();
  const std::size_t after = 2 + random_.below(files * 3 / 4 - 2);
  const auto delay = static_cast<core::Millis>(random_.below(100));
  while (!officer_->done() && officer_->receipts() < after) installation_.tend(kTendMs);
  const auto until = core::Deadline::in(clock(), delay);
  while (until.left(clock()) > 0 && officer_->receipts() < files * 7 / 8) installation_.tend(kTendMs);
  EXPECT_FALSE(officer_->done()) << "the load was over too soon: " << officer_->trouble();
}

void Run::tend_for(core::Millis ms) {
  const auto until = core::Deadline::in(clock(), ms);
  while (until.left(clock()) > 0) installation_.tend(std::min(kTendMs, until.left(clock())));
}

void Run::finish() {
  while (!officer_->done() || (organiser_ && !organiser_->done())) installation_.tend(kTendMs);
  EXPECT_EQ(officer_->trouble(), "");
  if (organiser_) {
    EXPECT_EQ(organiser_->trouble(), "");
  }
  fault_.over(*this);
  organiser_ ? check_recovery_of_contests() : check_recovery();
  check_rest();
  check_outcomes();
  if (contests_) contests_->expect_told();
  check_messages();
  check_audit();
}

// From the fault until the next step was taken, and until everybody knows all.
void Run::check_recovery_of_contests() {
  if (struck_at_ == 0) return;
  core::Millis resumed = 0;
  for (int step = Organiser::kDrawPublished; step < Organiser::kSteps; ++step) {
    const core::Millis at = organiser_->done_at(static_cast<Organiser::Step>(step));
    if (at > struck_at_ && (resumed == 0 || at < resumed)) resumed = at;
  }
  const core::Millis told_at = organiser_->done_at(Organiser::kResultsTold);
  ASSERT_NE(resumed, 0);
  ASSERT_NE(told_at, 0);
  EXPECT_LE(told_at - struck_at_, expected_.recover_ms);
  figures_.resumed = std::max(figures_.resumed, resumed - struck_at_);
  figures_.caught_up = std::max(figures_.caught_up, told_at - struck_at_);
}

// From the fault until the first file begun after it had all its outcomes, and until all had that were kept before.
void Run::check_recovery() {
  if (struck_at_ == 0) return;
  core::Millis resumed = 0;
  core::Millis caught_up = struck_at_;
  for (const support::Officer::Slip& slip : officer_->slips()) {
    if (slip.kept_at <= struck_at_) caught_up = std::max(caught_up, slip.complete_at);
    if (slip.kept_at > struck_at_ && slip.complete_at != 0) {
      resumed = resumed == 0 ? slip.complete_at : std::min(resumed, slip.complete_at);
    }
  }
  ASSERT_NE(resumed, 0);
  EXPECT_LE(resumed - struck_at_, expected_.recover_ms);
  EXPECT_LE(caught_up - struck_at_, expected_.recover_ms);
  figures_.resumed = std::max(figures_.resumed, resumed - struck_at_);
  figures_.caught_up = std::max(figures_.caught_up, caught_up - struck_at_);
}

void Run::check_rest() {
  const bool rested = installation_.at_rest(expected_.rest_ms);
  EXPECT_TRUE(rested);
  const std::uint64_t parked = installation_.parked();
  EXPECT_EQ(parked, expected_.parked);
  figures_.stuck += (parked > expected_.parked ? parked - expected_.parked : 0) + (rested ? 0 : 1);
}

// Nothing a receipt was given for is missing, and all of it says what it should.
void Run::check_outcomes() {
  const auto& files = fault_.sample().files();
  EXPECT_EQ(officer_->slips().size(), files.size());
  for (std::size_t i = 0; i < officer_->slips().size(); ++i) {
    const support::SampleFile& file = files[i];
    const auto marks = support::marks_of(installation_.store(), officer_->slips()[i].receipt.upload, file.rows.size());
    auto lost = static_cast<std::size_t>(std::ranges::count(marks, 0u, &wire::RowMark::n));
    EXPECT_EQ(lost, 0u);
    // Its receipt was worth nothing, even if all was well once it was handed in again.
    if (officer_->slips()[i].lost) lost = file.rows.size();
    EXPECT_TRUE(lost == 0 || expected_.forgets);
    const auto amiss = support::differences(file, marks);
    EXPECT_THAT(amiss, testing::IsEmpty());
    figures_.rows += file.rows.size();
    figures_.lost += lost;
    figures_.wrong += amiss.size();
  }
}

// One notice for each entry of somebody who can be reached, and nobody told what was not to be told. Whose message
// may or may not have gone out when its sender died is told apart from those who were told.
void Run::check_messages() {
  if (contests_) {
    const support::Contests::Heard heard = contests_->expect_heard(fault_.messages(installation_));
    figures_.unanswered += heard.unanswered;
    figures_.doubled += heard.doubled;
    return;
  }
  const support::MessageTally tally =
      support::tally_messages(installation_, fault_.sample().files(), fault_.messages(installation_));
  figures_.unanswered += tally.unanswered;
  figures_.doubled += tally.doubled;
  EXPECT_TRUE(tally.doubled == 0 || expected_.forgets) << tally.doubled;
}

void Run::check_audit() {
  figures_.stuck += support::expect_audited(installation_, expected_.overdue_ms).findings.size();
}

Seeds& seeds() {
  static Seeds told;
  return told;
}

void play(const std::string& name, const std::function<std::unique_ptr<Fault>(std::uint64_t seed)>& make) {
  Figures figures;
  figures.fault = name;
  for (std::uint64_t seed = seeds().first; seed < seeds().first + seeds().count; ++seed) {
    SCOPED_TRACE(name + ", seed " + std::to_string(seed));
    const std::unique_ptr<Fault> fault = make(seed);
    Run run(*fault, seed, figures);
    fault->happen(run);
    run.finish();
  }
  FaultTable::the_one().add(std::move(figures));
}

}  // namespace naadam::fault
