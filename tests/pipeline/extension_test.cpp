// Registration closes before the files come in; then one delegation is given longer: its entries are judged again and
// told once, all others stay as they were.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "asking/peers.hpp"
#include "cli/commands/entry.hpp"
#include "cli/commands/extend.hpp"
#include "cli/commands/status.hpp"
#include "cli/remote/handing_in.hpp"
#include "domain/mobile.hpp"
#include "runtime/installation.hpp"
#include "runtime/rejudged.hpp"
#include "support/command.hpp"
#include "support/installation.hpp"
#include "support/installation_truth.hpp"

namespace naadam {
namespace {

using cli::sample::Row;
using support::SampleFile;
using support::SentMessage;
using testing::AllOf;
using testing::HasSubstr;

constexpr const char* kExtended = "150200";

// The edition of 2021 as it would be had registration closed the day before.
domain::Edition closed_yesterday() {
  std::string toml = support::edition_2021().source;
  const std::string from = "closes = \"2021-07-15T18:00+08:00\"";
  toml.replace(toml.find(from), from.size(), "closes = \"2021-06-19T18:00+08:00\"");
  return domain::parse_edition(toml, "2021.toml").value();
}

class ExtensionTest : public testing::Test {
 protected:
  void put_in_force(const domain::Edition& edition) {
    ASSERT_TRUE(runtime::publish(installation_.store(), edition,
                                 *runtime::load_installation(installation_.store()).value().winners));
    await_rejudged(edition.version);
  }
  void await_rejudged(const std::string& version) {
    ASSERT_TRUE(support::await(installation_.clock(), support::kPatienceMs, [&] {
      const auto asked = runtime::asked_to_rejudge(installation_.store()).value();
      const auto rejudged = runtime::load_rejudged(installation_.store()).value();
      return rejudged && rejudged->is_of(version, asked) && rejudged->over();
    }));
    ASSERT_TRUE(installation_.at_rest(support::kPatienceMs));
  }
  support::Ran naadam(std::vector<std::string> words) const {
    words.insert(words.end(), {"--data", installation_.home().dir().string()});
    return support::naadam(std::move(words));
  }
  bool of_extended(const Row& row) const {
    const auto* delegation = support::edition_2021().find_delegation(row.says.delegation);
    return delegation != nullptr && delegation->code == kExtended;
  }
  // What must come of the files where registration is over for all, or for all but one delegation.
  std::vector<SampleFile> late(bool but_one) const {
    std::vector<SampleFile> files = sample_.files();
    for (SampleFile& file : files) {
      for (Row& row : file.rows) {
        if (but_one && of_extended(row)) continue;
        expect(row, "late", cli::sample::bit(wire::Rule::kWindow), 0, wire::Verdict::kRefused);
        row.expected.alone = row.expected.after = wire::Verdict::kRefused;  // before whatever could have been mended
      }
    }
    return files;
  }
  std::vector<std::string> hand_in_all() {
    std::vector<std::string> uploads;
    for (const SampleFile& file : sample_.files()) {
      const auto receipt = cli::hand_in(file.order, peers_, installation_.clock(), support::kPatienceMs);
      if (!receipt) throw std::runtime_error(receipt.error().cause);
      uploads.push_back(receipt->upload);
    }
    return uploads;
  }

  support::Sample sample_{{.rows = 600, .files = 30, .seed = 11, .percents = {}}};
  support::Installation installation_{{.winners = sample_.winners()}};
  asking::Peers peers_{installation_.settings().common, installation_.clock()};
};

TEST_F(ExtensionTest, LateEntriesOfTheDelegationAreAcceptedAndToldOnceAndTheOthersStay) {
  put_in_force(closed_yesterday());
  const auto uploads = hand_in_all();
  support::expect_outcomes(installation_, late(false), uploads);
  const std::vector<SentMessage> before = installation_.messages();
  for (const SentMessage& message : before)
    EXPECT_THAT(message.text, HasSubstr("未通过审核：报名已于6月19日18:00截止，"));

  const support::Ran extended = naadam({"extend", "--delegation", "包头市", "--until", "2021-06-25T18:00", "--reason",
                                        "道路中断", "--by", "自治区组委会"});
  ASSERT_EQ(extended.code, 0) << extended.said;
  EXPECT_THAT(naadam({"status"}).said, HasSubstr("规则有新版本，正在重新判定全部报名"));
  await_rejudged(runtime::load_installation(installation_.store()).value().edition->version);
  EXPECT_THAT(naadam({"status"}).said, testing::Not(HasSubstr("规则有新版本")));
  support::expect_outcomes(installation_, late(true), uploads);
  support::expect_messages(installation_, late(true), false);
  EXPECT_GT(installation_.metric("eligibility", 1, "naadam_rejudged_total"), 0u);

  // Whom the decision of the delegation's entries concerns was told once more, and nobody else.
  std::set<std::string> of_delegation, of_clean;
  for (const SampleFile& file : sample_.files()) {
    for (const Row& row : file.rows) {
      if (!of_extended(row) || !row.expected.notice) continue;
      of_delegation.insert(domain::normal_mobile(row.says.mobile));
      if (row.defects.empty()) of_clean.insert(domain::normal_mobile(row.says.mobile));
    }
  }
  ASSERT_FALSE(of_clean.empty());
  ASSERT_LT(of_delegation.size(), before.size());
  std::vector<SentMessage> after = installation_.messages();
  std::map<std::string, int> told;
  for (std::size_t i = before.size(); i < after.size(); ++i) {
    EXPECT_TRUE(of_delegation.contains(after[i].to));
    EXPECT_TRUE(!of_clean.contains(after[i].to) || after[i].text.find("已通过审核") != std::string::npos);
    ++told[after[i].to];
  }
  for (const std::string& number : of_clean) EXPECT_EQ(told[number], 1);
}

TEST_F(ExtensionTest, WhoeverIsLateReadsTheCloseThatAppliedAndWhenTheFileCame) {
  put_in_force(closed_yesterday());
  const SampleFile& file = sample_.files().front();
  const auto receipt = cli::hand_in(file.order, peers_, installation_.clock(), support::kPatienceMs).value();
  ASSERT_TRUE(installation_.at_rest(support::kPatienceMs));
  const auto records = installation_.records(store::Kind::kEntry);
  ASSERT_FALSE(records.empty());
  const std::string entry = core::to_hex(records.begin()->first);
  EXPECT_THAT(naadam({"entry", entry}).said, AllOf(HasSubstr("报名已于 2021年6月19日18:00 截止，本次提交于 " +
                                                             domain::chinese_instant(receipt.accepted_at)),
                                                   HasSubstr("2021-06-19T18:00:00+08:00")));
}

}  // namespace
}  // namespace naadam
