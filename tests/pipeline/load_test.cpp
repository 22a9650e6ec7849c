#include "load_test.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <numeric>
#include <set>

#include "support/installation_officer.hpp"
#include "wire/verbs.hpp"

namespace naadam {
namespace {

using support::Officer;
using support::SampleFile;

constexpr core::Millis kOverdueMs = 2'000;

}  // namespace

const support::Sample& load_sample() {
  static const support::Sample made({.rows = 3'000, .files = 24, .seed = 12, .percents = {}});
  return made;
}

std::vector<SampleFile> part_of_load(std::size_t i, std::size_t parts) {
  const auto& all = load_sample().files();
  const auto from = all.begin() + static_cast<std::ptrdiff_t>(all.size() * i / parts);
  const auto to = all.begin() + static_cast<std::ptrdiff_t>(all.size() * (i + 1) / parts);
  return {from, to};
}

void LoadTest::hand_in(const std::vector<SampleFile>& files, const std::function<void()>& meanwhile) {
  Officer officer(installation, files);
  ASSERT_TRUE(support::await(installation.clock(), kSeenMs, [&] { return officer.receipts() >= 2 || officer.done(); }));
  meanwhile();
  ASSERT_TRUE(support::await(installation.clock(), 2 * Officer::kPatienceMs, [&] { return officer.done(); }));
  EXPECT_EQ(officer.trouble(), "");
  for (const Officer::Slip& slip : officer.slips()) uploads.push_back(slip.receipt.upload);
}

void LoadTest::expect_the_truth() {
  ASSERT_TRUE(installation.at_rest(kRestMs));
  ASSERT_EQ(uploads.size(), load_sample().files().size());
  for (std::size_t i = 0; i < uploads.size(); ++i) {
    const SampleFile& file = load_sample().files()[i];
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

void LoadTest::expect_messages(bool a_sender_died) {
  const auto counted = peers.ask_until("notification", wire::verb::kNoticeCount, {}, kRestMs).value();
  const auto states = counted.at("states").get<std::map<std::string, std::uint64_t>>();
  const auto expected = support::numbers_to_tell(load_sample().files());
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

}  // namespace naadam
