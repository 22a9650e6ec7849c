#include "cli/up/home.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "support/redis.hpp"

namespace naadam::cli {
namespace {

TEST(Home, WhatIsWrittenIsReadAgain) {
  const support::TempDir dir;
  const Home home(dir.path().string());
  Settings written = home.fresh();
  written.copies = 3;
  written.sink.sink = "kannel";
  written.sink.kannel_user = "league \"a\"";
  ASSERT_TRUE(home.make());
  ASSERT_TRUE(home.write(written));
  const auto read = home.read();
  ASSERT_TRUE(read) << read.error().text;
  EXPECT_EQ(read->copies, 3);
  EXPECT_EQ(read->sink.sink, "kannel");
  EXPECT_EQ(read->sink.kannel_user, written.sink.kannel_user);
  EXPECT_EQ(read->common.data_dir, dir.path());
  EXPECT_EQ(read->common.store_address, home.redis_socket().string());
}

TEST(Home, WhatAnOlderProgramWroteIsReadStill) {
  const support::TempDir dir;
  const Home home(dir.path().string());
  std::ofstream(home.settings_file()) << "[cli]\nintake_http = 41001\n[notification]\nsink = \"file\"\n";
  const auto read = home.read();
  ASSERT_TRUE(read) << read.error().text;
  EXPECT_EQ(read->copies, 1);
}

TEST(Home, OptionsOfTheServicesAreNotItsOwn) {
  const support::TempDir dir;
  const Home home(dir.path().string());
  std::ofstream(home.settings_file())
      << "[notification]\nsink = \"kannel\"\nreceipt_wait_s = 60\n[portal]\nport = 8081\nlanes = 2\n";
  const auto read = home.read();
  ASSERT_TRUE(read) << read.error().text;
  EXPECT_EQ(read->sink.sink, "kannel");
  EXPECT_EQ(read->portal_port, 8081);
}

TEST(Home, SettingsAreClosedToOthers) {
  const support::TempDir dir;
  const Home home(dir.path().string());
  Settings settings = home.fresh();
  ASSERT_TRUE(home.write(settings));
  struct stat held{};
  ASSERT_EQ(::stat(home.settings_file().c_str(), &held), 0);
  EXPECT_EQ(held.st_mode & 0777, 0600u);
}

TEST(Home, DirectoryWithoutInstallationMayWorkLater) {
  const support::TempDir dir;
  const auto read = Home(dir.path().string()).read();
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().kind, core::ErrorKind::kUnavailable);
}

TEST(Home, PathTooLongForSocketsIsRefusedBeforeAnythingIsMade) {
  const support::TempDir dir;
  const auto longest = dir.path() / std::string(Home::kPathBytesMax, 'a');
  EXPECT_FALSE(Home(longest.string()).make());
  EXPECT_FALSE(std::filesystem::exists(longest));
}

TEST(Home, SlashAtTheEndMakesNoDifference) { EXPECT_EQ(Home("/tmp/x/").dir(), Home("/tmp/x").dir()); }

}  // namespace
}  // namespace naadam::cli
