// Several copies of every service share the work; those that join, leave or die under load lose nothing and double
// nothing. Real programs; the truth of the sample says what must come out.
#include "runtime/copies.hpp"

#include <gmock/gmock.h>

#include <array>

#include "load_test.hpp"

namespace naadam {
namespace {

constexpr std::array<std::string_view, 3> kServices{"intake", "eligibility", "notification"};
constexpr std::string_view kWork = "naadam_step_records_total";
constexpr std::string_view kAuditor = "naadam_audit_here";

class CopiesTest : public LoadTest {
 protected:
  CopiesTest() : LoadTest({.winners = load_sample().winners(), .copies = 2}) {}

  std::vector<std::uint16_t> alive(std::string_view service) {
    std::vector<std::uint16_t> numbers;
    for (const store::Copy& copy : peers.copies(service)) numbers.push_back(copy.number);
    return numbers;
  }
};

TEST_F(CopiesTest, TwoCopiesOfEachServiceShareTheWork) {
  for (std::size_t i = 0; i < 2; ++i) hand_in(part_of_load(i, 2));
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
  hand_in(part_of_load(0, 4), [&] {
    for (const std::string_view service : kServices) third.push_back(installation.join(service, 3));
  });
  hand_in(part_of_load(1, 4), [&] {
    for (const std::string_view service : kServices) installation.kill(runtime::copy_name(service, 2));
  });
  hand_in(part_of_load(2, 4), [&] {
    for (const std::string_view service : kServices) installation.kill(std::string(service), SIGTERM);
  });
  hand_in(part_of_load(3, 4));  // the third copies alone
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
