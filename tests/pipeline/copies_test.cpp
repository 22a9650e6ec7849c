// Several copies of every service share the work; those that join, leave or die under load lose nothing and double
// nothing. Real programs; the truth of the sample says what must come out.
#include "runtime/copies.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <ranges>
#include <set>

#include "support/installation.hpp"
#include "support/installation_officer.hpp"
#include "support/installation_sample.hpp"
#include "wire/verbs.hpp"

namespace naadam {
namespace {

using support::Installation;
using support::Officer;
using support::Sample;
using support::SampleFile;

constexpr core::Millis kRestMs = 30'000;
constexpr core::Millis kSeenMs = 10'000;
constexpr core::Millis kOverdueMs = 2'000;
constexpr std::array<std::string_view, 3> kServices{"intake", "eligibility", "notification"};
constexpr std::string_view kWork = "naadam_step_records_total";
constexpr std::string_view kAuditor = "naadam_audit_here";

const Sample& sample() {
  static const Sample made({.rows = 3'000, .files = 24, .seed = 12, .percents = {}});
  return made;
}

// A part of the sample's files, the `i`-th of `parts`.
std::vector<SampleFile> part(std::size_t i, std::size_t parts) {
  const auto& all = sample().files();
  const auto from = all.begin() + static_cast<std::ptrdiff_t>(all.size() * i / parts);
  const auto to = all.begin() + static_cast<std::ptrdiff_t>(all.size() * (i + 1) / parts);
  return {from, to};
}

class CopiesTest : public testing::Test {
 protected:
  // Hands files in; `meanwhile` is called as soon as some of them have their receipt.
  void hand_in(const std::vector<SampleFile>& files, const std::function<void()>& meanwhile = [] {}) {
    Officer officer(installation, files);
    ASSERT_TRUE(
        support::await(installation.clock(), kSeenMs, [&] { return officer.receipts() >= 2 || officer.done(); }));
    meanwhile();
    ASSERT_TRUE(support::await(installation.clock(), 2 * Officer::kPatienceMs, [&] { return officer.done(); }));
    EXPECT_EQ(officer.trouble(), "");
    for (const Officer::Slip& slip : officer.slips()) uploads.push_back(slip.receipt.upload);
  }

  // Everything was decided and told once, and nobody is forgotten.
  void expect_the_truth() {
    ASSERT_TRUE(installation.at_rest(kRestMs));
    ASSERT_EQ(uploads.size(), sample().files().size());
    for (std::size_t i = 0; i < uploads.size(); ++i) {
      const SampleFile& file = sample().files()[i];
      const auto marks = support::marks_of(installation.store(), uploads[i], file.rows.size());
      EXPECT_THAT(support::differences(file, marks), testing::IsEmpty());
    }
    const audit::Report report = installation.audited(kOverdueMs);
    for (const audit::Finding& finding : report.findings) {
      ADD_FAILURE() << audit::finding_name(finding.kind) << " on shard " << finding.shard;
    }
    EXPECT_TRUE(report.clean());
    EXPECT_EQ(report.totals.parked, 0u);
  }

  // One notice for each who must be told, and no message twice. Those that were begun when their sender died may have
  // gone out or not.
  void expect_messages(bool a_sender_died) {
    const auto counted = peers.ask_until("notification", wire::verb::kNoticeCount, {}, kRestMs).value();
    const auto states = counted.at("states").get<std::map<std::string, std::uint64_t>>();
    const auto expected = support::numbers_to_tell(sample().files());
    const auto notices = std::accumulate(states.begin(), states.end(), std::uint64_t{0},
                                         [](std::uint64_t sum, const auto& state) { return sum + state.second; });
    EXPECT_EQ(notices, expected.size());
    const std::uint64_t unanswered = expected.size() - (states.contains("sent") ? states.at("sent") : 0);
    EXPECT_TRUE(a_sender_died || unanswered == 0) << unanswered;

    auto messages = installation.messages();
    std::set<std::string> told;
    for (const support::SentMessage& message : messages) {
      EXPECT_TRUE(expected.contains(message.to));
      told.insert(message.to);
    }
    EXPECT_GE(told.size() + unanswered, std::set(expected.begin(), expected.end()).size());
    std::ranges::sort(messages);
    EXPECT_EQ(std::ranges::adjacent_find(messages), messages.end());
  }

  std::vector<std::uint16_t> alive(std::string_view service) {
    std::vector<std::uint16_t> numbers;
    for (const store::Copy& copy : peers.copies(service)) numbers.push_back(copy.number);
    return numbers;
  }

  Installation installation{{.winners = sample().winners(), .copies = 2}};
  cli::Peers peers{installation.settings().common, installation.clock()};
  std::vector<std::string> uploads;  // in the order of the sample's files
};

TEST_F(CopiesTest, TwoCopiesOfEachServiceShareTheWork) {
  for (std::size_t i = 0; i < 2; ++i) hand_in(part(i, 2));
  expect_the_truth();
  expect_messages(false);
  for (const std::string_view service : kServices) {
    EXPECT_THAT(alive(service), testing::ElementsAre(1, 2));
    for (std::uint16_t copy = 1; copy <= 2; ++copy) {
      EXPECT_GT(installation.metric(service, copy, kWork), 0u) << service << " " << copy;
    }
  }
}

TEST_F(CopiesTest, CopiesThatJoinLeaveAndDieUnderLoadLoseNothing) {
  std::vector<runtime::ChildProcess> third;
  hand_in(part(0, 4), [&] {
    for (const std::string_view service : kServices) third.push_back(installation.join(service, 3));
  });
  hand_in(part(1, 4), [&] {
    for (const std::string_view service : kServices) installation.kill(runtime::copy_name(service, 2));
  });
  hand_in(part(2, 4), [&] {
    for (const std::string_view service : kServices) installation.kill(std::string(service), SIGTERM);
  });
  hand_in(part(3, 4));  // the third copies alone
  for (const std::string_view service : kServices) {
    EXPECT_TRUE(
        support::await(installation.clock(), kSeenMs, [&] { return alive(service) == std::vector<std::uint16_t>{3}; }));
    EXPECT_GT(installation.metric(service, 3, kWork), 0u) << service;
  }
  expect_the_truth();
  expect_messages(true);
}

TEST_F(CopiesTest, OneCopyOfIntakeIsTheAuditorAndAnotherTakesItsPlace) {
  const auto auditor_is = [this](std::uint16_t copy) {
    return support::await(installation.clock(), kSeenMs, [&] {
      return installation.metric("intake", copy, kAuditor) == 1 &&
             installation.metric("intake", static_cast<std::uint16_t>(3 - copy), kAuditor) == 0;
    });
  };
  EXPECT_TRUE(auditor_is(1));
  installation.kill("intake");
  EXPECT_TRUE(auditor_is(2));
  installation.tend(0);  // it is started again
  EXPECT_TRUE(auditor_is(1));
}

}  // namespace
}  // namespace naadam
