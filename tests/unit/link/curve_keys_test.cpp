#include "link/curve_keys.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "support/redis.hpp"

namespace naadam::link {
namespace {

namespace fs = std::filesystem;

class CurveKeysTest : public testing::Test {
 protected:
  mode_t mode(const fs::path& file) const {
    struct stat info{};
    EXPECT_EQ(::stat((dir_.path() / file).c_str(), &info), 0) << file;
    return info.st_mode & 0777;
  }
  core::Result<KeyMade> make() const { return make_key_files(dir_.path(), "intake", "one"); }
  core::Result<KeyPair> read() const { return read_key_pair(dir_.path() / "secret" / "intake" / "one.key"); }

  support::TempDir dir_;
};

TEST_F(CurveKeysTest, AKeyIsFortyCharactersOfZ85) {
  const auto pair = make_key_pair();
  EXPECT_TRUE(is_key(pair.public_key));
  EXPECT_TRUE(is_key(pair.secret_key));
  EXPECT_FALSE(is_key(pair.public_key.substr(1)));
  EXPECT_FALSE(is_key(pair.public_key + "0"));
  EXPECT_FALSE(is_key(std::string(40, ' ')));
  EXPECT_FALSE(is_key(std::string(40, '#')));  // every five would be more than 32 bits
}

TEST_F(CurveKeysTest, ARoleIsAShortWord) {
  EXPECT_TRUE(is_role("intake"));
  EXPECT_TRUE(is_role(std::string(kRoleBytes, 'r')));
  EXPECT_FALSE(is_role(std::string(kRoleBytes + 1, 'r')));
  for (const char* bad : {"", "..", "a/b", "Intake", "1st", "-x", "a b"}) EXPECT_FALSE(is_role(bad)) << bad;
}

TEST_F(CurveKeysTest, TheSecretIsForItsOwnerAloneAndThePublicKeyForAll) {
  ASSERT_TRUE(make());
  EXPECT_EQ(mode("secret"), 0700U);
  EXPECT_EQ(mode("secret/intake/one.key"), 0600U);
  EXPECT_EQ(mode("allowed/intake"), 0755U);
  EXPECT_EQ(mode("allowed/intake/one.pub"), 0644U);
  EXPECT_EQ(read()->public_key, *read_public_key(dir_.path() / "allowed/intake/one.pub"));
}

TEST_F(CurveKeysTest, MadeAgainAPairStaysAsItIs) {
  ASSERT_EQ(*make(), KeyMade::kNew);
  const auto first = read()->secret_key;
  fs::remove(dir_.path() / "allowed/intake/one.pub");
  ASSERT_EQ(*make(), KeyMade::kThere);
  EXPECT_EQ(read()->secret_key, first);
  EXPECT_EQ(read()->public_key, *read_public_key(dir_.path() / "allowed/intake/one.pub"));
}

TEST_F(CurveKeysTest, ARevokedPairIsNotMadeAgain) {
  ASSERT_TRUE(make());
  ASSERT_TRUE(revoke_key(dir_.path(), "intake", "one"));
  ASSERT_TRUE(revoke_key(dir_.path(), "intake", "one"));
  EXPECT_FALSE(fs::exists(dir_.path() / "allowed/intake/one.pub"));
  const auto again = make();
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().kind, core::ErrorKind::kRefused);
}

TEST_F(CurveKeysTest, ASuccessorStandsBesideTheOldPairUntilThatIsRevoked) {
  const auto successor = [this](const char* name) { return make_successor(dir_.path(), "intake", name); };
  EXPECT_EQ(successor("one").error().kind, core::ErrorKind::kNotFound);
  ASSERT_TRUE(make());
  EXPECT_EQ(successor("one")->made, KeyMade::kNew);
  EXPECT_EQ(successor("one")->made, KeyMade::kThere);
  EXPECT_EQ(successor("one")->name, "one-2");
  EXPECT_EQ(list_keys(dir_.path()).size(), 2U);
  EXPECT_NE(read()->public_key, *read_public_key(dir_.path() / "allowed/intake/one-2.pub"));
  ASSERT_TRUE(revoke_key(dir_.path(), "intake", "one"));
  EXPECT_EQ(successor("one").error().kind, core::ErrorKind::kNotFound);
  EXPECT_EQ(successor("one-2")->name, "one-3");
  // A name that was revoked is passed over.
  ASSERT_TRUE(revoke_key(dir_.path(), "intake", "one-3"));
  EXPECT_EQ(successor("one-2")->name, "one-4");
}

TEST_F(CurveKeysTest, OnlyANumberAtItsEndIsCounted) {
  for (const auto& [name, next] : {std::pair{"one-x2", "one-x2-2"},
                                   {"one-02", "one-02-2"},
                                   {"r2-d2", "r2-d2-2"},
                                   {"one-9", "one-10"},
                                   {"one-20211", "one-20211-2"}}) {
    ASSERT_TRUE(make_key_files(dir_.path(), "portal", name));
    EXPECT_EQ(make_successor(dir_.path(), "portal", name)->name, next);
  }
}

TEST_F(CurveKeysTest, WhatIsNotThereCannotBeRevoked) {
  const auto revoked = revoke_key(dir_.path(), "intake", "none");
  ASSERT_FALSE(revoked);
  EXPECT_EQ(revoked.error().kind, core::ErrorKind::kNotFound);
}

TEST_F(CurveKeysTest, ASecretThatOthersMayReadIsRefused) {
  ASSERT_TRUE(make());
  fs::permissions(dir_.path() / "secret/intake/one.key", fs::perms::group_read, fs::perm_options::add);
  const auto read_back = read();
  ASSERT_FALSE(read_back);
  EXPECT_EQ(read_back.error().kind, core::ErrorKind::kRefused);
}

TEST_F(CurveKeysTest, AFileWithoutAKeyIsInvalidAndItsTextIsNotRepeated) {
  const auto file = dir_.path() / "odd.pub";
  std::ofstream(file) << "something secret\n";
  const auto key = read_public_key(file);
  ASSERT_FALSE(key);
  EXPECT_EQ(key.error().kind, core::ErrorKind::kInvalid);
  EXPECT_EQ((key.error().text + key.error().cause).find("something"), std::string::npos);
}

TEST_F(CurveKeysTest, NamesThatLeaveTheDirectoryAreInvalid) {
  EXPECT_FALSE(make_key_files(dir_.path(), "..", "one"));
  EXPECT_FALSE(make_key_files(dir_.path(), "intake", "../../one"));
  EXPECT_FALSE(revoke_key(dir_.path(), "intake", "a/b"));
}

TEST_F(CurveKeysTest, TheListShowsAllowedAndRevokedOnes) {
  ASSERT_TRUE(make());
  ASSERT_TRUE(make_key_files(dir_.path(), "operator", "desk"));
  ASSERT_TRUE(revoke_key(dir_.path(), "intake", "one"));
  const auto keys = list_keys(dir_.path());
  ASSERT_EQ(keys.size(), 2U);
  EXPECT_EQ(keys[0].role, "intake");
  EXPECT_TRUE(keys[0].revoked);
  EXPECT_EQ(keys[1].name, "desk");
  EXPECT_FALSE(keys[1].revoked);
}

}  // namespace
}  // namespace naadam::link
