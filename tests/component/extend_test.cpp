// `naadam extend` and `naadam closes` on a store, and what a file published afterwards does to an extension.
#include "cli/commands/extend.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "cli/commands/closes.hpp"
#include "cli/up/home.hpp"
#include "cli/up/publishing.hpp"
#include "runtime/installation.hpp"
#include "runtime/service_host.hpp"
#include "store/keys.hpp"
#include "support/command.hpp"
#include "support/redis.hpp"

namespace naadam {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;

core::Millis at(const char* instant) { return domain::parse_instant(instant).value(); }

class ExtendTest : public testing::Test {
 protected:
  ExtendTest() : home_((dir_.path() / "naadam").string()), settings_(home_.fresh()) {
    settings_.common.store_address = support::shared_redis().address();
    EXPECT_TRUE(home_.make());
    EXPECT_TRUE(home_.write(settings_));
    store_ = runtime::open_store(settings_.common, clock_, 1).value();
    publish("2021");
  }

  void publish(const std::string& edition) {
    auto keys = seal::KeyRing::open(settings_.common.keys(), seal::KeyMode::kCreate).value();
    const auto published = cli::publish({edition, "", at("2021-07-14T10:00")}, keys, *store_);
    ASSERT_TRUE(published) << published.error().text;
  }
  support::Ran naadam(std::vector<std::string> words) const {
    words.insert(words.end(), {"--data", home_.dir().string()});
    return support::naadam(std::move(words));
  }
  support::Ran extend(const std::string& delegation, const std::string& until, const std::string& reason = "道路中断",
                      std::vector<std::string> more = {"--by", "自治区组委会"}) const {
    more.insert(more.begin(), {"extend", "--delegation", delegation, "--until", until, "--reason", reason});
    return naadam(std::move(more));
  }
  std::shared_ptr<const domain::Edition> in_force() const {
    return runtime::load_installation(*store_).value().edition;
  }

  support::TempDir dir_;
  core::SystemClock clock_;
  cli::Home home_;
  cli::Settings settings_;
  std::unique_ptr<store::RedisStore> store_;
};

TEST_F(ExtendTest, PublishesANewVersionAndTheOldOneStaysReadable) {
  const auto before = in_force();
  const support::Ran ran = extend("包头", "2021-07-20T18:00");
  EXPECT_EQ(ran.code, 0) << ran.said;
  EXPECT_THAT(ran.said, AllOf(HasSubstr("已延期：包头市，报名截止由 2021年7月15日18:00 推迟到 2021年7月20日18:00"),
                              HasSubstr("理由：道路中断；决定：自治区组委会，2021-07-14")));
  const auto now = in_force();
  EXPECT_NE(now->version, before->version);
  EXPECT_EQ(now->closes_for("150200"), at("2021-07-20T18:00"));
  EXPECT_EQ(now->closes_for("150100"), at("2021-07-15T18:00"));
  EXPECT_EQ(store_->get_fact(std::string(store::keys::kEditionBody) + before->version).value(), before->source);
}

TEST_F(ExtendTest, SaysAsJsonWhatItDid) {
  const auto before = in_force();
  const json said = json::parse(extend("150781", "2021-07-20T18:00", "口岸封控", {"--json"}).said);
  EXPECT_EQ(said.at("delegation"), "150781");
  EXPECT_EQ(said.at("delegation_name"), "满洲里市");
  EXPECT_EQ(said.at("closed"), "2021-07-15T18:00:00+08:00");
  EXPECT_EQ(said.at("closes"), "2021-07-20T18:00:00+08:00");
  EXPECT_NE(said.at("decided_by"), "") << "who is logged in";
  EXPECT_EQ(said.at("version_before"), before->version);
  EXPECT_EQ(said.at("version"), in_force()->version);
}

TEST_F(ExtendTest, RefusesWhatIsNoExtensionAndChangesNothing) {
  const auto before = in_force();
  const auto refused = [](const support::Ran& ran, int code, const char* words) {
    EXPECT_EQ(ran.code, code) << ran.said;
    EXPECT_THAT(ran.said, HasSubstr(words));
  };
  refused(extend("北京市", "2021-07-20T18:00"), 2, "没有“北京市”这个代表队。可以是：呼和浩特市、包头市");
  refused(extend("包头市", "2021-07-14T09:59"), 1, "已经过去，现在是 2021年7月14日10:0");
  refused(extend("包头市", "2021-07-15T18:00"), 1, "包头市的报名截止时间已是 2021年7月15日18:00，延期只能更晚");
  refused(extend("包头市", "下周"), 2, "时");
  refused(extend("包头市", "2021-07-20T18:00", ""), 2, "应为一行、1 至 200 个字");
  refused(extend("包头市", "2021-07-20T18:00", "甲\n乙"), 2, "应为一行");
  refused(extend("包头市", "2021-07-20T18:00", "甲", {"--by", " "}), 2, "应为一行、1 至 40 个字");
  EXPECT_EQ(in_force()->version, before->version);
}

TEST_F(ExtendTest, OnlyEverGoesLater) {
  ASSERT_EQ(extend("包头市", "2021-07-20T18:00").code, 0);
  const auto once = in_force();
  EXPECT_EQ(extend("包头市", "2021-07-20T18:00").code, 1);
  EXPECT_EQ(extend("包头市", "2021-07-18T18:00").code, 1);
  EXPECT_EQ(in_force()->version, once->version);
  EXPECT_EQ(extend("包头市", "2021-07-22T18:00").code, 0);
  EXPECT_EQ(in_force()->extensions.size(), 2u);
}

TEST_F(ExtendTest, UnderTheSwitchOfTwelveACityCannotTakeItsLeagueAlong) {
  std::string toml = in_force()->source;
  const std::string from = "count = 14\n";
  const auto twelve = domain::parse_edition(toml.replace(toml.find(from), from.size(), "count = 12\n"), "2021.toml");
  ASSERT_TRUE(runtime::publish(*store_, *twelve, {}));
  const support::Ran city = extend("二连浩特", "2021-07-20T18:00");
  EXPECT_EQ(city.code, 2);
  EXPECT_THAT(city.said, HasSubstr("二连浩特市不单独组队，属锡林郭勒盟代表队"));
  EXPECT_EQ(extend("锡盟", "2021-07-20T18:00").code, 0);
  EXPECT_EQ(in_force()->closes_for("152501"), at("2021-07-20T18:00"));
  const json listed = json::parse(naadam({"closes", "--json"}).said);
  EXPECT_EQ(listed.at("delegations").size(), 12u);
}

TEST_F(ExtendTest, IsShownToWhoeverAsksWithWhyAndByWhom) {
  ASSERT_EQ(extend("包头市", "2021-07-20T18:00").code, 0);
  EXPECT_THAT(naadam({"closes"}).said, AllOf(HasSubstr("包头市"), HasSubstr("2021年7月20日18:00"),
                                             HasSubstr("道路中断（自治区组委会，2021-07-14）")));
  EXPECT_THAT(naadam({"--lang", "en", "closes"}).said, AllOf(HasSubstr("Baotou"), HasSubstr("open")));
  const json listed = json::parse(naadam({"closes", "--json"}).said);
  EXPECT_EQ(listed.at("version"), in_force()->version);
  EXPECT_EQ(listed.at("closes"), "2021-07-15T18:00:00+08:00");
  const json& baotou = listed.at("delegations").at(1);
  EXPECT_EQ(baotou.at("closes"), "2021-07-20T18:00:00+08:00");
  EXPECT_TRUE(baotou.at("open").get<bool>());
  EXPECT_EQ(baotou.at("extensions").at(0).at("decided_by"), "自治区组委会");
  EXPECT_EQ(naadam({"closes", "--source"}).said, in_force()->source);
}

TEST_F(ExtendTest, StaysInForceUnderAnotherFileOfTheSameEdition) {
  ASSERT_EQ(extend("包头市", "2021-07-20T18:00").code, 0);
  const auto extended = in_force();
  publish("2021");
  EXPECT_EQ(in_force()->version, extended->version) << "the same file once more is no other version";
  std::string toml = in_force()->source;
  toml = toml.substr(0, toml.find("\n[[extension]]\ndelegation = \"150200\""));
  const std::string from = "quota = 2 ";
  toml.replace(toml.find(from), from.size(), "quota = 3 ");
  const auto file = dir_.path() / "other.toml";
  std::ofstream(file) << toml;
  publish(file.string());
  EXPECT_EQ(in_force()->finals.quota, 3);
  EXPECT_EQ(in_force()->closes_for("150200"), at("2021-07-20T18:00"));
}

}  // namespace
}  // namespace naadam
