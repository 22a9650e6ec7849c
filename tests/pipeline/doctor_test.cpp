// What the doctor and the status say of services that are not as they should be, over the real programs.
#include "cli/commands/doctor.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/commands/status.hpp"
#include "cli/remote/condition.hpp"
#include "store/keys.hpp"
#include "support/command.hpp"
#include "support/installation.hpp"
#include "support/port_in_use.hpp"

namespace naadam {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr core::Millis kSeenMs = 30'000;

class DoctorTest : public testing::Test {
 protected:
  std::string said(const std::string& command, const std::string& lang = "en") const {
    return support::naadam({"--lang", lang, command, "--data", installation_.home().dir().string()}).said;
  }
  bool comes_to_say(const std::string& command, const std::string& words) {
    std::string last;
    const bool came = support::await(installation_.clock(), kSeenMs, [&] {
      last = said(command);
      return last.find(words) != std::string::npos;
    });
    EXPECT_TRUE(came) << last;
    return came;
  }

  support::Installation installation_{{.winners = {}, .locked = true}};
};

TEST_F(DoctorTest, AServiceThatNobodyIsAnnouncedForIsNamedWithWhatStandsStill) {
  EXPECT_THAT(said("doctor"), Not(HasSubstr("announcements")));
  installation_.end("eligibility");
  ASSERT_TRUE(comes_to_say("doctor", "no eligibility: entries wait to be judged"));
  EXPECT_THAT(said("status"), HasSubstr("no eligibility: entries wait to be judged"));
  const std::string chinese = said("doctor", "zh");
  EXPECT_THAT(chinese, HasSubstr("没有审核服务：报名停在“待审核”"));
  EXPECT_THAT(chinese, HasSubstr("systemctl start naadam-<服务>@1"));
  EXPECT_THAT(chinese, Not(HasSubstr("没有通知服务")));

  installation_.tend(kSeenMs);
  ASSERT_TRUE(support::await(installation_.clock(), kSeenMs, [&] {
    installation_.tend(0);
    return said("status").find("no eligibility") == std::string::npos;
  }));
}

TEST_F(DoctorTest, ACopyThatDecidesUnderAnOlderEpochIsNamedUntilItStartsAgain) {
  EXPECT_THAT(said("doctor"), Not(HasSubstr("epoch")));
  ASSERT_TRUE(installation_.store().put_fact(store::keys::kEpoch, "1000"));  // by hand: services read it at their start
  ASSERT_TRUE(comes_to_say("doctor", "the store's epoch is 100"));
  EXPECT_THAT(said("doctor"), HasSubstr("intake is at "));
  EXPECT_THAT(said("doctor", "zh"), HasSubstr("它的决定可能被更早的内容压过"));
  installation_.end("intake");
  ASSERT_TRUE(support::await(installation_.clock(), kSeenMs, [&] {
    installation_.tend(0);
    const std::string now = said("doctor");
    return now.find("intake is at") == std::string::npos && now.find("eligibility is at") != std::string::npos;
  }));
}

TEST_F(DoctorTest, AServiceWhosePortSomebodyElseTookMeanwhileStartsOnAnother) {
  asking::Peers peers(installation_.settings().common, installation_.clock());
  const auto port = [&]() -> std::uint16_t {
    for (const auto& copy : cli::look_at(installation_.settings(), peers, installation_.clock(), 2'000).services) {
      if (copy.service == "eligibility") return copy.up ? copy.http_port : std::uint16_t{0};
    }
    return 0;
  };
  const std::uint16_t before = port();
  ASSERT_NE(before, 0);
  installation_.end("eligibility");
  const support::PortInUse taken(before);
  ASSERT_TRUE(taken.listens());
  std::uint16_t after = 0;
  EXPECT_TRUE(support::await(installation_.clock(), kSeenMs, [&] {
    installation_.tend(0);
    return (after = port()) != 0;
  }));
  EXPECT_NE(after, before);
}

TEST_F(DoctorTest, ARaisedEpochShowsHowFarTellingAgainHasComeUntilItIsOver) {
  EXPECT_THAT(said("status"), Not(HasSubstr("told again")));
  ASSERT_TRUE(installation_.store().put_fact(store::keys::kEpoch, "1000"));
  for (const char* service : {"intake", "scheduling", "scoring"})
    installation_.end(service);  // they hear of it at their start
  ASSERT_TRUE(comes_to_say("doctor", "is told again: entries 0 %; draws 0 %; results 0 %"));
  EXPECT_THAT(said("status", "zh"), HasSubstr("正在重新核对全部报名：0%"));
  ASSERT_TRUE(support::await(installation_.clock(), kSeenMs, [&] {
    installation_.tend(0);
    return said("status").find("told again") == std::string::npos;
  }));
}

}  // namespace
}  // namespace naadam
