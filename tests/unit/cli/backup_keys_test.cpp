#include "cli/keeping/backup_keys.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "cli/commands/restore.hpp"
#include "cli/keeping/backup_file.hpp"
#include "history/checkpoint.hpp"
#include "seal/signing_keys.hpp"
#include "support/command.hpp"
#include "support/redis.hpp"

namespace naadam::cli {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class BackupKeysTest : public testing::Test {
 protected:
  fs::path keys() const { return dir_.path() / "keys"; }
  seal::SigningKey first() const { return signers_.secret_of(signers_.first().value()).value(); }

  // The next checkpoint of the history, as its file has it.
  std::string note(const seal::SigningKey& by, const seal::SigningKey* next = nullptr) {
    history::Checkpoint covered{"naadam/history/00000000deadbeef", ++entries_, {}, 1'624'154'400'000, std::nullopt};
    return history::text_of(next == nullptr ? history::sign(covered, by)
                                            : history::sign_hand_over(covered, by, *next)) +
           "\n";
  }
  // A backup whose history has these notes.
  fs::path backup(const std::string& notes) {
    const fs::path file = dir_.path() / ("backup-" + std::to_string(++made_) + ".tar");
    const fs::path source = dir_.path() / "notes";
    std::ofstream(source, std::ios::trunc) << notes;
    auto archive = ArchiveWriter::create(file).value();
    Manifest manifest;
    manifest.edition = "2021";
    for (const char* name : {"history/origin", "history/checkpoints"}) {
      manifest.members.push_back(archive.add_file(name, source).value().value());
    }
    EXPECT_TRUE(archive.add_text(kManifestName, to_json(manifest)));
    EXPECT_TRUE(archive.finish());
    return file;
  }
  // The file that is named as missing or wrong; empty where all is well.
  std::string refused(const std::string& notes) {
    const core::Status checked = check_signing_key(backup(notes), keys());
    if (checked) return {};
    EXPECT_EQ(checked.error().kind, core::ErrorKind::kRefused);
    for (const char* file : {"notary.2.key", "notary.key", "notary.pub"}) {
      if (checked.error().text.find(file) != std::string::npos) return file;
    }
    return checked.error().text;
  }

  support::TempDir dir_;
  const seal::SigningKeys signers_{keys(), "notary"};
  std::uint64_t entries_ = 0;
  int made_ = 0;
};

TEST_F(BackupKeysTest, TheSecretThatSignedLastIsNeeded) {
  const std::string notes = note(first()) + note(first());
  EXPECT_EQ(refused(notes), "");
  fs::remove(keys() / "notary.key");
  EXPECT_EQ(refused(notes), "notary.key");
}

TEST_F(BackupKeysTest, AfterAHandOverItIsTheNextOnes) {
  const auto second = signers_.make_after(first().public_key()).value();
  const std::string before = note(first());
  const std::string hand_over = note(first(), &second);
  const std::string after = note(second);
  ASSERT_EQ(signers_.retire_before(second.public_key()).value(), 1u);
  EXPECT_EQ(refused(before + hand_over + after), "");
  EXPECT_EQ(refused(before + hand_over), "");
  EXPECT_EQ(refused(before + hand_over.substr(0, hand_over.size() - 1)), "notary.key") << "cut before it was whole";
  fs::remove(keys() / "notary.2.key");
  EXPECT_EQ(refused(before + hand_over), "notary.2.key");
}

TEST_F(BackupKeysTest, KeysOfAnotherInstallationAreNamed) {
  const seal::SigningKeys others(dir_.path() / "others", "notary");
  const std::string notes = note(others.secret_of(others.first().value()).value());
  static_cast<void>(first());
  EXPECT_EQ(refused(notes), "notary.pub");
  fs::copy_file(dir_.path() / "others" / "notary.pub", keys() / "notary.pub", fs::copy_options::overwrite_existing);
  EXPECT_EQ(refused(notes), "notary.key");
}

TEST_F(BackupKeysTest, APublicKeyThatWasLostIsReadFromItsSecret) {
  const std::string notes = note(first());
  fs::remove(keys() / "notary.pub");
  EXPECT_EQ(refused(notes), "");
  EXPECT_FALSE(fs::exists(keys() / "notary.pub")) << "looking changes nothing";
  fs::remove(keys() / "notary.key");
  EXPECT_EQ(refused(notes), "notary.pub");
}

TEST_F(BackupKeysTest, WhatNobodyHasSignedNeedsNoKey) {
  fs::create_directory(keys());
  EXPECT_EQ(refused(""), "");
}

TEST_F(BackupKeysTest, ARestoreWithoutTheSecretChangesNothing) {
  ASSERT_TRUE(seal::KeyRing::open(keys(), seal::KeyMode::kCreate));
  const fs::path file = backup(note(first()));
  fs::remove(keys() / "notary.key");
  const std::string data = (dir_.path() / "again").string();
  static constexpr AddCommand kCommands[] = {add_restore};
  const support::Ran ran =
      support::run_command(kCommands, {"restore", "--data", data, "--keys", keys().string(), file.string()});
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.said, HasSubstr("notary.key"));
  EXPECT_THAT(ran.said, HasSubstr("--without-signing-key"));
  EXPECT_FALSE(fs::exists(data));
}

}  // namespace
}  // namespace naadam::cli
