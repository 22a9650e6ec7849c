#include "link/allow_list.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "link/curve_keys.hpp"
#include "support/hand_clock.hpp"
#include "support/redis.hpp"

namespace naadam::link {
namespace {

namespace fs = std::filesystem;
using Standing = AllowList::Standing;

class AllowListTest : public testing::Test {
 protected:
  std::string add(const std::string& role, const std::string& name) const {
    EXPECT_TRUE(make_key_files(dir_.path(), role, name));
    return *read_public_key(allowed() / role / (name + ".pub"));
  }
  fs::path allowed() const { return dir_.path() / "allowed"; }
  Standing standing(const std::string& key) const {
    return list_.ask(key, std::vector<std::string>{"intake"}).standing;
  }

  support::TempDir dir_;
  support::HandClock clock_;
  AllowList list_{allowed(), clock_};
};

TEST_F(AllowListTest, NobodyIsLetInBeforeTheListIsRead) {
  const auto key = add("intake", "one");
  EXPECT_EQ(standing(key), Standing::kNoList);
}

TEST_F(AllowListTest, AKeyIsLetInByItsRole) {
  const auto intake = add("intake", "one");
  const auto scoring = add("scoring", "one");
  ASSERT_TRUE(list_.reload());
  EXPECT_EQ(standing(intake), Standing::kAllowed);
  EXPECT_EQ(standing(scoring), Standing::kWrongRole);
  EXPECT_EQ(standing(make_key_pair().public_key), Standing::kStranger);
  EXPECT_EQ(standing(""), Standing::kStranger);
}

TEST_F(AllowListTest, AKeyMayHaveSeveralRoles) {
  const auto key = add("scoring", "one");
  fs::create_directories(allowed() / "intake");
  fs::copy_file(allowed() / "scoring" / "one.pub", allowed() / "intake" / "also.pub");
  ASSERT_TRUE(list_.reload());
  const auto answer = list_.ask(key, std::vector<std::string>{"intake"});
  EXPECT_EQ(answer.standing, Standing::kAllowed);
  EXPECT_EQ(answer.role, "intake");
}

TEST_F(AllowListTest, ARevokedKeyIsKnownAsSuch) {
  const auto key = add("intake", "one");
  ASSERT_TRUE(list_.reload());
  const auto before = list_.generation();
  ASSERT_TRUE(revoke_key(dir_.path(), "intake", "one"));
  ASSERT_TRUE(list_.reload());
  EXPECT_EQ(standing(key), Standing::kRevoked);
  EXPECT_GT(list_.generation(), before);
}

TEST_F(AllowListTest, AnUnchangedListKeepsItsGeneration) {
  add("intake", "one");
  ASSERT_TRUE(list_.reload());
  const auto before = list_.generation();
  ASSERT_TRUE(list_.reload());
  EXPECT_EQ(list_.generation(), before);
}

TEST_F(AllowListTest, AListThatVanishedLetsNobodyIn) {
  const auto key = add("intake", "one");
  ASSERT_TRUE(list_.reload());
  fs::remove_all(allowed());
  EXPECT_FALSE(list_.reload());
  EXPECT_EQ(standing(key), Standing::kNoList);
}

TEST_F(AllowListTest, AListThatOthersMayWriteToLetsNobodyIn) {
  const auto key = add("intake", "one");
  fs::permissions(allowed() / "intake", fs::perms::others_write, fs::perm_options::add);
  const auto read = list_.reload();
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().kind, core::ErrorKind::kRefused);
  EXPECT_EQ(standing(key), Standing::kNoList);
}

TEST_F(AllowListTest, AListNobodyHasReadForTenSecondsLetsNobodyIn) {
  const auto key = add("intake", "one");
  ASSERT_TRUE(list_.reload());
  clock_.at += kListFreshMs;
  EXPECT_EQ(standing(key), Standing::kAllowed);
  clock_.at += 1;
  EXPECT_EQ(standing(key), Standing::kNoList);
  ASSERT_TRUE(list_.reload());
  EXPECT_EQ(standing(key), Standing::kAllowed);
}

TEST_F(AllowListTest, OnceClosedNothingOpensIt) {
  const auto key = add("intake", "one");
  ASSERT_TRUE(list_.reload());
  list_.close();
  EXPECT_EQ(standing(key), Standing::kNoList);
  (void)list_.reload();
  EXPECT_EQ(standing(key), Standing::kNoList);
}

TEST_F(AllowListTest, AFileWithoutAKeyIsNamedAndSpoilsNoOther) {
  const auto key = add("intake", "one");
  std::ofstream(allowed() / "intake" / "bad.pub") << "no key\n";
  std::ofstream(allowed() / "intake" / "notes.txt") << "not looked at\n";
  std::vector<std::string> bad;
  ASSERT_TRUE(list_.reload([&](const std::string& file) { bad.push_back(file); }));
  EXPECT_EQ(bad, std::vector<std::string>{"intake/bad.pub"});
  EXPECT_EQ(standing(key), Standing::kAllowed);
}

TEST_F(AllowListTest, MoreRolesThanTheLimitLetNobodyIn) {
  for (std::size_t i = 0; i < kListRolesMax; ++i) fs::create_directories(allowed() / ("r" + std::to_string(i)));
  EXPECT_TRUE(list_.reload());
  fs::create_directories(allowed() / "one-more");
  const auto read = list_.reload();
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().kind, core::ErrorKind::kFull);
}

}  // namespace
}  // namespace naadam::link
