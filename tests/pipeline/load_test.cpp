#include "load_test.hpp"

#include "support/installation_officer.hpp"
#include "support/installation_truth.hpp"

namespace naadam {
using support::Officer;
using support::SampleFile;

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

void LoadTest::expect_the_truth() { support::expect_outcomes(installation, load_sample().files(), uploads); }

void LoadTest::expect_messages(bool a_sender_died) {
  support::expect_messages(installation, load_sample().files(), a_sender_died);
}

}  // namespace naadam
