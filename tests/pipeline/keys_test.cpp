// Keys change while files are handed in. The data key: everything stays readable and comes out as the truth says,
// backups of before and after come back with the keys of their time, and the old key goes only when nothing needs it.
// The notary's signing key: the history holds from the first public key on, also after a restore.
#include "cli/commands/keys.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "cli/commands/audit.hpp"
#include "cli/commands/backup.hpp"
#include "cli/commands/restore.hpp"
#include "support/command.hpp"
#include "support/installation.hpp"
#include "support/installation_officer.hpp"
#include "support/installation_sample.hpp"
#include "support/installation_truth.hpp"

namespace naadam {
namespace {

class KeysTest : public testing::Test {
 protected:
  std::string data() const { return installation_.settings().common.data_dir.string(); }
  std::string keys() const { return installation_.settings().common.keys().string(); }
  std::string below(const std::string& name) const { return (dir_.path() / name).string(); }
  support::Ran run(const std::string& verb) { return support::naadam({"--json", "keys", "--data", data(), verb}); }
  support::Ran run_notary(const std::string& verb) {
    return support::naadam({"--json", "keys", "--data", data(), verb, "--notary"});
  }
  nlohmann::json show() { return nlohmann::json::parse(run("show").said, nullptr, false); }

  support::Sample sample_{{.rows = 900, .files = 6, .seed = 12, .percents = {}}};
  support::Installation installation_{{.winners = sample_.winners(), .locked = true}};
  support::TempDir dir_;
};

TEST_F(KeysTest, ARotationUnderLoadLosesNothing) {
  const support::Officer officer(installation_, sample_.files());
  ASSERT_TRUE(support::await(installation_.clock(), support::kPatienceMs, [&] { return officer.receipts() >= 2; }));
  ASSERT_EQ(support::naadam({"backup", "--data", data(), below("before.tar")}).code, 0);
  const support::Ran rotated = run("rotate");
  const auto said = nlohmann::json::parse(rotated.said, nullptr, false);
  ASSERT_TRUE(said.is_object()) << rotated.said;
  EXPECT_EQ(said.at("data_key"), 2);
  EXPECT_EQ(rotated.code == 0, said.at("left") == 0);

  ASSERT_TRUE(support::await(installation_.clock(), support::kPatienceMs, [&] { return officer.done(); }));
  ASSERT_EQ(officer.trouble(), "");
  std::vector<std::string> uploads;
  for (const auto& slip : officer.slips()) uploads.push_back(slip.receipt.upload);
  support::expect_outcomes(installation_, sample_.files(), uploads);
  support::expect_messages(installation_, sample_.files(), false);

  // What was under way has come to rest; a second run takes up where the first had to stop.
  if (show().at("by_others") != 0) {
    EXPECT_EQ(run("retire").code, 1) << "something is sealed by the old key still";
    const support::Ran again = run("rotate");
    EXPECT_EQ(again.code, 0) << again.said;
    EXPECT_EQ(nlohmann::json::parse(again.said).at("data_key"), 2);
  }
  EXPECT_EQ(show().at("by_others"), 0);
  EXPECT_EQ(show().at("unknown"), 0);
  EXPECT_GT(show().at("data_keys").at(1).at("files"), 0);
  support::expect_outcomes(installation_, sample_.files(), uploads);
  support::expect_history(installation_);

  std::filesystem::copy(keys(), below("old-keys"), std::filesystem::copy_options::recursive);
  const support::Ran retired = run("retire");
  ASSERT_EQ(retired.code, 0) << retired.said;
  EXPECT_FALSE(std::filesystem::exists(keys() + "/edition-2021.key"));
  installation_.kill("eligibility");
  installation_.kill("intake");
  installation_.tend(0);
  support::expect_outcomes(installation_, sample_.files(), uploads);

  ASSERT_EQ(support::naadam({"backup", "--data", data(), below("after.tar")}).code, 0);
  const support::Ran after =
      support::naadam({"restore", "--data", below("after"), "--keys", keys(), below("after.tar")});
  EXPECT_EQ(after.code, 0) << after.said;
  EXPECT_EQ(support::naadam({"restore", "--data", below("locked"), "--keys", keys(), below("before.tar")}).code, 1);
  const support::Ran before =
      support::naadam({"restore", "--data", below("before"), "--keys", below("old-keys"), below("before.tar")});
  EXPECT_EQ(before.code, 0) << before.said;
}

TEST_F(KeysTest, TheSigningKeyChangesUnderLoadAndTheHistoryHolds) {
  const support::Officer officer(installation_, sample_.files());
  ASSERT_TRUE(support::await(installation_.clock(), support::kPatienceMs, [&] { return officer.receipts() >= 2; }));
  const support::Ran rotated = run_notary("rotate");
  ASSERT_EQ(rotated.code, 0) << rotated.said;
  EXPECT_EQ(nlohmann::json::parse(rotated.said).at("signing_key"), "notary.2");
  const auto signing = [&] { return show().value("signing_keys", nlohmann::json()); };
  const auto killed_and_back = [&] {
    installation_.end("notary");
    return support::await(installation_.clock(), support::kPatienceMs, [&] {
      installation_.tend(0);
      return signing().size() == 2;
    });
  };
  ASSERT_TRUE(killed_and_back());
  EXPECT_EQ(signing().at(0).at("secret"), true);

  const support::Ran retired = run_notary("retire");
  ASSERT_EQ(retired.code, 0) << retired.said;
  EXPECT_EQ(nlohmann::json::parse(retired.said).at("retired"), 1);
  EXPECT_FALSE(std::filesystem::exists(keys() + "/notary.key"));
  ASSERT_TRUE(killed_and_back());
  EXPECT_EQ(signing().at(0).at("secret"), false);
  EXPECT_NE(support::naadam({"keys", "--data", data(), "show"}).said.find("notary.2"), std::string::npos);

  ASSERT_TRUE(support::await(installation_.clock(), support::kPatienceMs, [&] { return officer.done(); }));
  ASSERT_EQ(officer.trouble(), "");
  support::expect_history(installation_);
  ASSERT_EQ(support::naadam({"backup", "--data", data(), below("after.tar")}).code, 0);
  const support::Ran restored =
      support::naadam({"restore", "--data", below("after"), "--keys", keys(), below("after.tar")});
  ASSERT_EQ(restored.code, 0) << restored.said;
  const support::Ran verified = support::naadam({"--json", "audit", "verify", below("after") + "/history"});
  EXPECT_EQ(verified.code, 0) << verified.said;
  EXPECT_EQ(nlohmann::json::parse(verified.said).at("signing_keys").at(1).at("name"), "notary.2");
}

TEST_F(KeysTest, BesideASignedHistoryNoOtherFirstKeyIsMade) {
  ASSERT_EQ(run_notary("rotate").code, 0);  // signs
  const auto move = [](const std::string& from, const std::string& to) {
    for (const char* name : {"/notary.key", "/notary.pub", "/notary.2.key", "/notary.2.pub"}) {
      std::filesystem::rename(from + name, to + name);
    }
  };
  move(keys(), below(""));
  installation_.end("notary");
  const auto says = [this](const std::string& word) {
    return support::await(installation_.clock(), support::kPatienceMs, [&] {
      installation_.tend(0);
      return installation_.log("notary").find(word) != std::string::npos;
    });
  };
  ASSERT_TRUE(says("no public key notary"));
  EXPECT_FALSE(std::filesystem::exists(keys() + "/notary.key"));
  EXPECT_FALSE(std::filesystem::exists(keys() + "/notary.pub"));

  move(below(""), keys());
  ASSERT_TRUE(support::await(installation_.clock(), support::kPatienceMs,
                             [&] { return show().value("signing_keys", nlohmann::json()).size() == 2; }));
}

TEST_F(KeysTest, WithoutTheKeyInForceNothingIsDone) {
  ASSERT_EQ(run("rotate").code, 0);
  std::filesystem::rename(keys() + "/edition-2021.2.key", below("taken-away"));
  const support::Ran shown = run("show");
  EXPECT_EQ(shown.code, 1) << shown.said;
  std::filesystem::rename(below("taken-away"), keys() + "/edition-2021.2.key");
  EXPECT_EQ(show().at("data_keys").at(1).at("in_force"), true);
}

}  // namespace
}  // namespace naadam
