#include "seal/signing_keys.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "support/redis.hpp"

namespace naadam::seal {
namespace {

namespace fs = std::filesystem;

class SigningKeysTest : public testing::Test {
 protected:
  fs::path file(const std::string& name) const { return temp_.path() / "keys" / name; }
  bool there(const std::string& name) const { return fs::exists(file(name)); }

  support::TempDir temp_;
  const SigningKeys keys_{temp_.path() / "keys", "notary"};
};

TEST_F(SigningKeysTest, TheFirstIsMadeOnceAndStays) {
  const auto made = keys_.first();
  ASSERT_TRUE(made) << made.error().cause;
  EXPECT_EQ(made->name, "notary");
  EXPECT_EQ(keys_.first().value(), *made);
  EXPECT_EQ(keys_.secret_of(*made).value().public_key(), *made);
  fs::remove(file("notary.pub"));
  EXPECT_EQ(keys_.first().value(), *made);
  EXPECT_TRUE(there("notary.pub"));
}

TEST_F(SigningKeysTest, LookingForTheFirstMakesNone) {
  EXPECT_EQ(keys_.first_here().error().kind, core::ErrorKind::kNotFound);
  EXPECT_FALSE(there(""));
  const auto made = keys_.first();
  EXPECT_EQ(keys_.first_here().value(), *made);
  fs::remove(file("notary.pub"));
  EXPECT_EQ(keys_.first_here().value(), *made);
  EXPECT_FALSE(there("notary.pub"));
}

// Or else it would sign as if it were the first, and the region's public key would be gone.
TEST_F(SigningKeysTest, ALostSecretIsNotMadeAgain) {
  const auto made = keys_.first();
  fs::remove(file("notary.key"));
  EXPECT_EQ(keys_.first().value(), *made);
  EXPECT_EQ(keys_.secret_of(*made).error().kind, core::ErrorKind::kNotFound);
  EXPECT_FALSE(there("notary.key"));
}

TEST_F(SigningKeysTest, SuccessorsAreMadeOneAfterTheOther) {
  const auto first = keys_.first().value();
  EXPECT_FALSE(keys_.begun_after(first).value());
  const auto second = keys_.make_after(first);
  ASSERT_TRUE(second) << second.error().cause;
  EXPECT_EQ(second->public_key().name, "notary.2");
  EXPECT_TRUE(there("notary.2.pub"));
  // What was begun is ended, not begun again.
  EXPECT_EQ(keys_.make_after(first).value().public_key(), second->public_key());
  EXPECT_EQ(keys_.begun_after(first).value().value().public_key(), second->public_key());
  EXPECT_EQ(keys_.make_after(second->public_key()).value().public_key().name, "notary.3");
  EXPECT_EQ(keys_.first().value(), first);
}

TEST_F(SigningKeysTest, RetiredSecretsGoAndTheirNamesAreNotUsedAgain) {
  const auto first = keys_.first().value();
  const auto second = keys_.make_after(first).value().public_key();
  EXPECT_EQ(keys_.retire_before(first).value(), 0u);
  EXPECT_TRUE(keys_.keeps_secret_of(first));
  EXPECT_EQ(keys_.retire_before(second).value(), 1u);
  EXPECT_EQ(keys_.retire_before(second).value(), 0u);
  EXPECT_FALSE(keys_.keeps_secret_of(first));
  EXPECT_EQ(keys_.first().value(), first);
  fs::remove(file("notary.2.key"));
  EXPECT_EQ(keys_.make_after(first).value().public_key().name, "notary.3");
}

TEST_F(SigningKeysTest, MadeElsewhereTheNextIsTakenUp) {
  const auto first = keys_.first().value();
  const auto next = keys_.make_next();
  ASSERT_TRUE(next) << next.error().cause;
  EXPECT_EQ(next->public_key().name, "notary.2");
  EXPECT_EQ(keys_.make_next().value().public_key().name, "notary.3");
  fs::permissions(file(""), fs::perms(0500));  // as where keys come in a volume that nobody writes
  EXPECT_EQ(keys_.first().value(), first);
  EXPECT_EQ(keys_.begun_after(first).value().value().public_key(), next->public_key());
  fs::permissions(file(""), fs::perms(0700));
}

// Killed between the zeros and the end of the file.
TEST_F(SigningKeysTest, AHalfRetiredSecretIsInNobodysWay) {
  const auto first = keys_.first().value();
  const auto second = keys_.make_after(first).value().public_key();
  std::ofstream(file("notary.key"), std::ios::trunc) << std::string(256, '\0');
  EXPECT_EQ(keys_.first().value(), first);
  EXPECT_EQ(keys_.secret_of(second).value().public_key(), second);
  EXPECT_EQ(keys_.retire_before(second).value(), 1u);
  EXPECT_FALSE(there("notary.key"));
}

TEST_F(SigningKeysTest, WithTheFirstSecretRetiredItsPublicPartMustBeThere) {
  const auto first = keys_.first().value();
  const auto second = keys_.make_after(first).value().public_key();
  ASSERT_TRUE(keys_.retire_before(second));
  fs::remove(file("notary.pub"));
  EXPECT_EQ(keys_.first().error().kind, core::ErrorKind::kNotFound);
  EXPECT_FALSE(there("notary.key"));
}

TEST_F(SigningKeysTest, OtherFilesAreNoKeysOfIt) {
  const auto first = keys_.first().value();
  for (const char* name : {"notary.02.key", "notary.1.key", "notary.x.key", "notary..key", "notary2.key",
                           "notary.2.key.new-1-2", "notary.1000000.key", "lookup.key"}) {
    std::ofstream(file(name)) << "x";
  }
  EXPECT_FALSE(keys_.begun_after(first).value());
  PublicKey other = first;
  other.name = "../notary";
  EXPECT_EQ(keys_.secret_of(other).error().kind, core::ErrorKind::kCorrupt);
}

}  // namespace
}  // namespace naadam::seal
