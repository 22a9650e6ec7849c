#include "cli/keeping/backup_file.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "support/redis.hpp"

namespace naadam::cli {
namespace {

namespace fs = std::filesystem;

class BackupFile : public testing::Test {
 protected:
  // An archive of two members and the manifest that `change` leaves of theirs.
  fs::path written(const std::function<void(Manifest&)>& change = [](Manifest&) {}) {
    const fs::path file = dir_.path() / ("backup-" + std::to_string(++made_) + ".tar");
    auto archive = ArchiveWriter::create(file).value();
    Manifest manifest;
    manifest.edition = "2021";
    manifest.shards = 16;
    manifest.epoch = 3;
    manifest.records = {{"entry", 5}};
    for (const auto& [name, content] : {std::pair{"store/0.rdb", "first"}, std::pair{"blobs/ab/manifest", "second"}}) {
      const fs::path source = dir_.path() / "source";
      std::ofstream(source, std::ios::trunc) << content;
      manifest.members.push_back(archive.add_file(name, source).value().value());
    }
    change(manifest);
    EXPECT_TRUE(archive.add_text(kManifestName, to_json(manifest)));
    EXPECT_TRUE(archive.finish());
    return file;
  }
  core::ErrorKind refused(const fs::path& file) {
    const auto manifest = check_backup(file);
    EXPECT_FALSE(manifest);
    return manifest ? core::ErrorKind::kInternal : manifest.error().kind;
  }

  support::TempDir dir_;
  int made_ = 0;
};

TEST_F(BackupFile, AWholeOneIsReadAsItWasWritten) {
  const auto manifest = check_backup(written());
  ASSERT_TRUE(manifest) << manifest.error().text;
  EXPECT_EQ(manifest->edition, "2021");
  EXPECT_EQ(manifest->epoch, 3u);
  EXPECT_EQ(manifest->records.at("entry"), 5u);
  ASSERT_EQ(manifest->members.size(), 2u);
  EXPECT_EQ(manifest->bytes(), 11u);
}

TEST_F(BackupFile, AnyFlippedByteOfAMemberIsFound) {
  const fs::path file = written();
  std::string bytes;
  {
    std::ifstream in(file, std::ios::binary);
    bytes.assign(std::istreambuf_iterator<char>(in), {});
  }
  for (const char* content : {"first", "second"}) {
    std::string damaged = bytes;
    const std::size_t at = damaged.find(std::string(content) + '\0');
    ASSERT_NE(at, std::string::npos);
    damaged[at + 2] = '!';
    std::ofstream(file, std::ios::binary | std::ios::trunc) << damaged;
    EXPECT_EQ(refused(file), core::ErrorKind::kCorrupt) << content;
  }
}

TEST_F(BackupFile, OneThatEndsEarlyIsFound) {
  const fs::path file = written();
  const auto size = fs::file_size(file);
  for (const auto left : {size / 4, size / 2, std::uintmax_t{512}, std::uintmax_t{0}}) {
    fs::resize_file(file, left);
    EXPECT_EQ(refused(file), core::ErrorKind::kCorrupt) << left;
  }
}

TEST_F(BackupFile, AMemberMissingOrUnlistedIsFound) {
  EXPECT_EQ(refused(written([](Manifest& manifest) { manifest.members.pop_back(); })), core::ErrorKind::kCorrupt);
  EXPECT_EQ(refused(written([](Manifest& manifest) {
              manifest.members.push_back({"blobs/cd", 1, manifest.members.front().sha256});
            })),
            core::ErrorKind::kCorrupt);
}

TEST_F(BackupFile, WhatIsThereIsNeverOverwritten) {
  const fs::path file = written();
  const auto again = ArchiveWriter::create(file);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().kind, core::ErrorKind::kRefused);
  EXPECT_TRUE(check_backup(file));
}

TEST_F(BackupFile, AnUnfinishedOneLeavesNothing) {
  const fs::path file = dir_.path() / "unfinished.tar";
  {
    const auto archive = ArchiveWriter::create(file).value();
  }
  EXPECT_FALSE(fs::exists(file));
}

TEST_F(BackupFile, UnpackedFilesAreTheirOwnersOnly) {
  const fs::path target = dir_.path() / "target";
  fs::create_directory(target);
  ASSERT_TRUE(unpack_backup(written(), target));
  EXPECT_EQ(fs::status(target / "store/0.rdb").permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_EQ(fs::status(target / "blobs/ab").permissions(), fs::perms::owner_all);
  EXPECT_FALSE(fs::exists(target / kManifestName));
}

TEST(MemberName, OnlyAPathBelowTheTargetIsLetThrough) {
  for (const char* name : {"store/0.rdb", "a", "a.b/c-d_e"}) EXPECT_TRUE(safe_member_name(name)) << name;
  for (const char* name : {"", "/etc/x", "../x", "a/../b", "a//b", "a/", "a b", "a\\b", ".", "a/./b", "\xe4"}) {
    EXPECT_FALSE(safe_member_name(name)) << name;
  }
}

TEST(Manifest, ANumberOutsideItsRangeIsCorrupt) {
  Manifest manifest;
  manifest.shards = 16;
  manifest.epoch = 3;
  const std::string whole = to_json(manifest);
  ASSERT_TRUE(read_manifest_json(whole));
  for (const char* shards : {"-1", "65552", "1.5", "true", "1e300", "99999999999999999999"}) {
    std::string text = whole;
    text.replace(text.find("16"), 2, shards);
    const auto broken = read_manifest_json(text);
    ASSERT_FALSE(broken) << shards;
    EXPECT_EQ(broken.error().kind, core::ErrorKind::kCorrupt) << shards;
  }
}

TEST(Manifest, AFormThatIsNoTextIsCorruptHoweverDeepItIs) {
  static constexpr std::size_t kDeep = 1'000'000;
  const auto broken = read_manifest_json("{\"form\": " + std::string(kDeep, '[') + std::string(kDeep, ']') + "}");
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error().kind, core::ErrorKind::kCorrupt);
}

TEST(Manifest, AnotherFormIsSaidToBeOne) {
  const auto manifest = read_manifest_json(R"({"form": "naadam-backup 2"})");
  ASSERT_FALSE(manifest);
  EXPECT_EQ(manifest.error().kind, core::ErrorKind::kInvalid);
  for (const char* text : {"", "[]", "{}", R"({"form": "naadam-backup 1"})"}) {
    const auto broken = read_manifest_json(text);
    ASSERT_FALSE(broken) << text;
    EXPECT_EQ(broken.error().kind, core::ErrorKind::kCorrupt) << text;
  }
}

}  // namespace
}  // namespace naadam::cli
