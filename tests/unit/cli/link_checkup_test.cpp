#include "cli/up/link_checkup.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "link/curve_keys.hpp"
#include "support/redis.hpp"

namespace naadam::cli {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

// The directories as deploy/keys.sh makes them, for every role that works.
class LinkCheckupTest : public testing::Test {
 protected:
  LinkCheckupTest() {
    for (const std::string_view role : kServices) EXPECT_TRUE(link::make_key_files(keys(), role, "main"));
    EXPECT_TRUE(link::make_key_files(keys(), "operator", "main"));
    options_.link_key_file = keys() / "secret" / "operator" / "main.key";
    options_.link_allowed_dir = keys() / "allowed";
  }
  fs::path keys() const { return dir_.path() / "link"; }

  std::vector<Check> checks(Lang lang = Lang::kEn) const { return check_link_keys(options_, clock_, lang); }
  // What is wrong, when it is one thing with something to do about it; else nothing.
  std::string wrong() const {
    const auto all = checks();
    EXPECT_EQ(all.size(), 1u);
    if (all.size() != 1 || all[0].health != Health::kBad || all[0].todo.empty()) return {};
    return all[0].found;
  }

  support::TempDir dir_;
  core::SystemClock clock_;
  runtime::CommonOptions options_;
};

TEST_F(LinkCheckupTest, KeysAsTheScriptMakesThemAreWell) {
  ASSERT_EQ(checks().size(), 1u);
  EXPECT_EQ(checks()[0].health, Health::kGood) << checks()[0].found;
  EXPECT_THAT(checks()[0].found, HasSubstr(std::to_string(kServices.size() + 1) + " public keys"));
}

TEST_F(LinkCheckupTest, WithoutTcpThereIsNothingToSay) { EXPECT_TRUE(check_link_keys({}, clock_, Lang::kEn).empty()); }

TEST_F(LinkCheckupTest, OurOwnKeyMissingIsNamed) {
  fs::remove(options_.link_key_file);
  EXPECT_THAT(wrong(), HasSubstr("operator/main.key"));
  options_.link_key_file.clear();
  EXPECT_THAT(wrong(), HasSubstr("no link.key_file"));
}

TEST_F(LinkCheckupTest, OurOwnKeyThatIsNotOnTheListIsNamed) {
  ASSERT_TRUE(link::make_key_files(keys(), "operator", "other"));
  ASSERT_TRUE(link::revoke_key(keys(), "operator", "main"));
  EXPECT_THAT(wrong(), HasSubstr("not on the list"));
}

TEST_F(LinkCheckupTest, ASecretKeyThatOthersMayReadIsNamed) {
  const fs::path file = keys() / "secret" / "intake" / "main.key";
  fs::permissions(file, fs::perms::group_read, fs::perm_options::add);
  EXPECT_THAT(wrong(), HasSubstr(file.string()));
}

TEST_F(LinkCheckupTest, ARoleWithoutAKeyIsNamed) {
  ASSERT_TRUE(link::revoke_key(keys(), "eligibility", "main"));
  EXPECT_EQ(wrong(), "roles without a key that is let in: eligibility");
  EXPECT_THAT(checks(Lang::kZh)[0].found, HasSubstr("没有准入公钥的角色：eligibility"));
}

TEST_F(LinkCheckupTest, ARevokedKeyThatCameBackIsNamed) {
  ASSERT_TRUE(link::make_key_files(keys(), "intake", "second"));
  ASSERT_TRUE(link::revoke_key(keys(), "intake", "second"));
  fs::copy_file(keys() / "revoked" / "intake" / "second.pub", keys() / "allowed" / "intake" / "copied.pub");
  EXPECT_EQ(wrong(), "revoked, and let in all the same: intake/copied");
}

TEST_F(LinkCheckupTest, AListThatOthersMayWriteToIsNamedAndSoIsAFileThatIsNoKey) {
  const fs::path file = keys() / "allowed" / "intake" / "main.pub";
  ASSERT_TRUE(link::make_key_files(keys(), "intake", "second"));
  fs::permissions(file, fs::perms::others_write, fs::perm_options::add);
  EXPECT_EQ(wrong(), "these files of the list are of no use: intake/main.pub");
  fs::permissions(file, fs::perms::others_write, fs::perm_options::remove);
  fs::permissions(keys() / "allowed", fs::perms::group_write, fs::perm_options::add);
  EXPECT_THAT(wrong(), HasSubstr("may be written by others"));
}

}  // namespace
}  // namespace naadam::cli
