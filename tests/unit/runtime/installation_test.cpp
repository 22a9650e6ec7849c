#include "runtime/installation.hpp"

#include <gtest/gtest.h>

#include "domain/edition.hpp"
#include "store/keys.hpp"
#include "store/model_store.hpp"

namespace naadam::runtime {
namespace {

using core::ErrorKind;

constexpr core::Millis kJune = 1'624'154'400'000;  // 2021-06-20T10:00+08:00

class InstallationTest : public testing::Test {
 protected:
  void SetUp() override {
    auto edition = domain::load_edition(std::string(NAADAM_SOURCE_DIR) + "/deploy/editions/2021.toml");
    ASSERT_TRUE(edition) << edition.error().cause;
    edition_ = std::move(*edition);
  }
  core::Status publish_it() { return publish(store_, edition_, {}); }

  store::ModelStore store_{4, 5'000'000};
  domain::Edition edition_;
};

TEST_F(InstallationTest, NothingPublishedIsSaidSo) {
  const auto loaded = load_installation(store_);
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().kind, ErrorKind::kNotFound);
}

TEST_F(InstallationTest, WhatIsPublishedComesBack) {
  ASSERT_TRUE(publish_it());
  const auto loaded = load_installation(store_);
  ASSERT_TRUE(loaded) << loaded.error().cause;
  EXPECT_EQ(loaded->edition->version, edition_.version);
  EXPECT_EQ(loaded->edition->events.size(), edition_.events.size());
  EXPECT_FALSE(loaded->training);
  EXPECT_EQ(installation_now(store_, *loaded).value(), 5'000'000);
  EXPECT_EQ(loaded->edition_version(), std::stoull(edition_.version.substr(0, 16), nullptr, 16));
}

TEST_F(InstallationTest, APublishedTextThatWasChangedOrLostIsFound) {
  ASSERT_TRUE(publish_it());
  const std::string body = std::string(store::keys::kEditionBody) + edition_.version;
  ASSERT_TRUE(store_.put_fact(body, "not an edition"));
  EXPECT_FALSE(load_installation(store_));
  ASSERT_TRUE(store_.put_fact(body, edition_.source + "# one line more\n"));
  EXPECT_EQ(load_installation(store_).error().kind, ErrorKind::kCorrupt);
  ASSERT_TRUE(store_.put_fact(body, edition_.source));
  ASSERT_TRUE(load_installation(store_));
  ASSERT_TRUE(store_.put_fact(store::keys::kEdition, "another"));
  EXPECT_EQ(load_installation(store_).error().kind, ErrorKind::kNotFound);
}

TEST_F(InstallationTest, AnOldVersionStaysReadableUnderItsHash) {
  ASSERT_TRUE(publish_it());
  domain::Edition next = edition_;
  next.version = std::string(edition_.version.size(), '0');
  ASSERT_TRUE(publish(store_, next, {}));
  EXPECT_EQ(store_.get_fact(std::string(store::keys::kEditionBody) + edition_.version).value(), edition_.source);
}

TEST_F(InstallationTest, TrainingMovesTheClockAndMayBeSetAnew) {
  ASSERT_TRUE(publish_it());
  ASSERT_TRUE(begin_training(store_, kJune));
  store_.advance_clock(60'000);
  auto loaded = load_installation(store_);
  ASSERT_TRUE(loaded) << loaded.error().cause;
  EXPECT_TRUE(loaded->training);
  EXPECT_EQ(installation_now(store_, *loaded).value(), kJune + 60'000);
  EXPECT_EQ(settle_mode(store_).value(), true);

  ASSERT_TRUE(begin_training(store_, kJune + 1));
  loaded = load_installation(store_);
  EXPECT_EQ(installation_now(store_, *loaded).value(), kJune + 1);
}

TEST_F(InstallationTest, RealDataForbidsTrainingForEver) {
  ASSERT_TRUE(publish_it());
  EXPECT_EQ(settle_mode(store_).value(), false);
  const auto training = begin_training(store_, kJune);
  ASSERT_FALSE(training);
  EXPECT_EQ(training.error().kind, ErrorKind::kRefused);
  EXPECT_FALSE(load_installation(store_)->training);
  EXPECT_EQ(settle_mode(store_).value(), false);
}

}  // namespace
}  // namespace naadam::runtime
