#include "seal/keys.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <thread>
#include <vector>

#include "seal/seal.hpp"
#include "support/files.hpp"
#include "support/redis.hpp"

namespace naadam::seal {
namespace {

using core::ErrorKind;
namespace fs = std::filesystem;

struct Keys : testing::Test {
  support::TempDir temp;
  fs::path dir = temp.path() / "keys";
  KeyRing make() { return std::move(*KeyRing::open(dir, KeyMode::kCreate)); }
  ErrorKind why(KeyMode mode) { return KeyRing::open(dir, mode).error().kind; }
};

core::Id probe(const KeyRing& ring) { return keyed_hash(ring.lookup(), "test", "probe"); }

TEST_F(Keys, FirstStartMakesPrivateFilesAndTheNextFindsTheSameKeys) {
  auto ring = make();
  const auto key = ring.make_edition("2021");
  ASSERT_TRUE(key);
  const std::string sealed = seal(**key, {}, "text");
  EXPECT_EQ(support::mode_of(dir), 0700u);
  EXPECT_EQ(support::mode_of(dir / "lookup.key"), 0600u);
  EXPECT_EQ(support::mode_of(dir / "edition-2021.key"), 0600u);

  const auto again = KeyRing::open(dir, KeyMode::kExisting);
  ASSERT_TRUE(again) << again.error().cause;
  EXPECT_EQ(probe(*again), probe(ring));
  ASSERT_NE(again->edition("2021"), nullptr);
  EXPECT_EQ(*open(*again->edition("2021"), {}, sealed), "text");
  EXPECT_EQ(again->edition("2022"), nullptr);
}

TEST_F(Keys, WithoutLeaveToCreateNothingIsMade) {
  EXPECT_EQ(why(KeyMode::kExisting), ErrorKind::kNotFound);
  EXPECT_FALSE(fs::exists(dir));
}

TEST_F(Keys, FileThatOthersCanReadIsRefusedWithTheCommandThatMendsIt) {
  make();
  fs::permissions(dir / "lookup.key", fs::perms::group_read, fs::perm_options::add);
  const auto ring = KeyRing::open(dir, KeyMode::kExisting);
  ASSERT_FALSE(ring);
  EXPECT_EQ(ring.error().kind, ErrorKind::kRefused);
  EXPECT_NE(ring.error().text.find("chmod 600 "), std::string::npos);
}

TEST_F(Keys, DirectoryThatOthersCanWriteIsRefused) {
  make();
  fs::permissions(dir, fs::perms::others_write, fs::perm_options::add);
  EXPECT_EQ(why(KeyMode::kExisting), ErrorKind::kRefused);
}

TEST_F(Keys, EveryDamagedByteOfAKeyFileIsFound) {
  make();
  const fs::path file = dir / "lookup.key";
  const std::string good = support::content(file);
  ASSERT_GT(good.size(), 90u);
  for (std::size_t i = 0; i < good.size(); ++i) {
    std::string hurt = good;
    hurt[i] = static_cast<char>(hurt[i] ^ 1);
    std::ofstream(file) << hurt;
    ASSERT_EQ(why(KeyMode::kExisting), ErrorKind::kCorrupt) << "byte " << i;
    std::ofstream(file) << good.substr(0, i);
    ASSERT_EQ(why(KeyMode::kCreate), ErrorKind::kCorrupt) << "cut at " << i;
  }
}

TEST_F(Keys, LostLookupKeyIsNotReplacedWhileEditionsRemain) {
  ASSERT_TRUE(make().make_edition("2021"));
  fs::remove(dir / "lookup.key");
  EXPECT_EQ(why(KeyMode::kCreate), ErrorKind::kRefused);
  EXPECT_FALSE(fs::exists(dir / "lookup.key"));
}

TEST_F(Keys, DestroyedEditionIsGoneAndStaysGone) {
  auto ring = make();
  ASSERT_TRUE(ring.make_edition("2021"));
  const std::string backup = support::content(dir / "edition-2021.key");
  ASSERT_TRUE(ring.destroy_edition("2021"));
  EXPECT_EQ(ring.edition("2021"), nullptr);
  EXPECT_EQ(ring.make_edition("2021").error().kind, ErrorKind::kRefused);
  EXPECT_EQ(ring.destroy_edition("2021").error().kind, ErrorKind::kNotFound);
  EXPECT_FALSE(fs::exists(dir / "edition-2021.key"));
  std::ofstream(dir / "edition-2021.key") << backup;  // somebody restores it by mistake
  EXPECT_EQ(make().edition("2021"), nullptr);
}

TEST_F(Keys, EditionCodeMustBeAPlainWord) {
  auto ring = make();
  for (const char* code : {"", "../x", "A", "2021/1", "a b", "123456789012345678901234567890123"}) {
    const auto key = ring.make_edition(code);
    ASSERT_FALSE(key) << code;
    EXPECT_EQ(key.error().kind, ErrorKind::kInvalid);
  }
  EXPECT_TRUE(ring.make_edition("12345678901234567890123456789012"));
}

TEST_F(Keys, TwoFirstStartsAtOnceAgreeOnOneKey) {
  std::vector<core::Id> seen(8);
  {
    std::vector<std::jthread> starts;
    for (auto& id : seen) starts.emplace_back([&] { id = probe(make()); });
  }
  for (const auto& id : seen) EXPECT_EQ(id, seen[0]);
}

struct RotatedKeys : Keys {
  KeyRing ring = make();
  const DataKey* key = ring.make_edition("2021").value();
  const std::string by_first = seal(*key, {}, "text");
};

TEST_F(RotatedKeys, ANewKeySealsOnlyOnceItIsInForceAndTheOldOneStillOpens) {
  ASSERT_EQ(ring.add_key("2021").value(), 2u);
  EXPECT_EQ(support::mode_of(dir / "edition-2021.2.key"), 0600u);
  EXPECT_EQ(seal(*key, {}, "text"), by_first);
  ASSERT_TRUE(ring.put_in_force("2021", 2));
  const std::string by_second = seal(*key, {}, "text");
  EXPECT_EQ(sealed_by(by_first), 1u);
  EXPECT_EQ(sealed_by(by_second), 2u);
  EXPECT_EQ(open(*key, {}, by_first).value(), "text");
  EXPECT_EQ(open(*key, {}, by_second).value(), "text");
  EXPECT_FALSE(ring.put_in_force("2021", 3));
  EXPECT_EQ(key->in_force(), 2u);
}

TEST_F(RotatedKeys, ARunningRingTakesUpAKeyThatAnotherMade) {
  auto other = std::move(*KeyRing::open(dir, KeyMode::kExisting));
  ASSERT_TRUE(ring.add_key("2021"));
  ASSERT_TRUE(ring.put_in_force("2021", 2));
  const std::string by_second = seal(*key, {}, "text");
  const DataKey& theirs = *other.edition("2021");
  EXPECT_EQ(open(theirs, {}, by_second).error().kind, ErrorKind::kNotFound);
  ASSERT_TRUE(other.refresh("2021"));
  EXPECT_EQ(theirs.numbers(), (std::vector<DataKey::Number>{1, 2}));
  EXPECT_EQ(theirs.in_force(), 1u) << "until somebody says so";
  EXPECT_EQ(open(theirs, {}, by_second).value(), "text");
}

TEST_F(RotatedKeys, ARetiredKeyIsGoneAndTheEditionLivesOn) {
  ASSERT_TRUE(ring.add_key("2021"));
  ASSERT_TRUE(ring.put_in_force("2021", 2));
  ASSERT_TRUE(ring.retire_others("2021"));
  EXPECT_FALSE(fs::exists(dir / "edition-2021.key"));
  auto later = std::move(*KeyRing::open(dir, KeyMode::kExisting));
  const DataKey& left = **later.make_edition("2021");
  EXPECT_EQ(left.numbers(), std::vector<DataKey::Number>{2});
  EXPECT_EQ(left.in_force(), 2u);
  EXPECT_EQ(open(left, {}, by_first).error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(later.add_key("2021").value(), 3u) << "a number is never given twice";
}

TEST_F(RotatedKeys, ADestroyedEditionLeavesNoneOfItsKeys) {
  ASSERT_TRUE(ring.add_key("2021"));
  ASSERT_TRUE(ring.destroy_edition("2021"));
  EXPECT_FALSE(fs::exists(dir / "edition-2021.key"));
  EXPECT_FALSE(fs::exists(dir / "edition-2021.2.key"));
  EXPECT_EQ(KeyRing::open(dir, KeyMode::kExisting)->edition("2021"), nullptr);
}

}  // namespace
}  // namespace naadam::seal
